"""The query language: what is one's own, operators, and words that look like fields."""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from conftest import Dlread
from hypothesis import given
from hypothesis import strategies as st

from dlread_cli.domain import diary
from dlread_cli.domain.parsing import parsed
from dlread_cli.domain.queries import All, Words
from dlread_cli.domain.ranges import days, ratings
from dlread_cli.errors import QueryError, UsageError
from dlread_cli.storage.journal import written

ADVICE = "put quotes around it to search for the text, or see dlread search --help"


def keys(dlread: Dlread, query: str) -> str:
    """Of papers, as `list` and `search` find them alike."""
    listed = dlread.run(["list", "--keys", "kind:paper", query]).out.split()
    assert sorted(listed) == sorted(dlread.run(["search", "--keys", "kind:paper", query]).out.split())
    return " ".join(listed)


def assign(dlread: Dlread, time: str, key: str, **values: object) -> None:
    """As another machine wrote it at that time."""
    dlread.data.mkdir(parents=True, exist_ok=True)
    with (dlread.data / "journal-other.jsonl").open("a") as journal:
        journal.write(json.dumps({"at": time, "key": key, "set": values}) + "\n")


# --- what is one's own --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Dlread:
    dlread = Dlread(tmp_path_factory.mktemp("reader"))
    for line in ("rate smac 4", "rate adabound 5", "rate ms-rcnn 2", "note smac try the new maps", "note s3gan x"):
        dlread(line)
    dlread("note gcnv2 maps of rooms")
    dlread("mark-reading gcnv2")
    dlread("plan lingvo alipy sdr s3gan")
    dlread("mark-read sdr")
    dlread("mark-skipped s3gan")
    for key, name, state in (
        ("pyg", "pyg-team/pytorch_geometric", "gone"),
        ("sdr", "noahfl/sdr-densenet-pytorch", "moved"),
    ):
        found_out = {"state": state, "at": "2026-11-22", "url": f"https://github.com/{name}"}
        assign(dlread, "2026-11-22T10:00:00.000000Z", key, **{"state:repository": found_out})
    dlread("list")
    return dlread


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rating:4", "smac"),
        ("rating:4..", "smac adabound"),
        ("rating:..4", "ms-rcnn smac"),
        ("rating:2..4", "ms-rcnn smac"),
        ("has:rating", "ms-rcnn smac adabound"),
        ("has:rating -rating:..2", "smac adabound"),
        ("note:maps", "smac gcnv2"),
        ("note:maps rating:4..", "smac"),
        ('note:"new maps"', "smac"),
        ("-has:note -tag:cnn -has:rating", "pyg alipy deepfashion2 sdr lingvo"),
        ("has:note", "s3gan gcnv2 smac"),
        ("HAS:Note Rating:4", "smac"),
        ("is:superseded", "smac"),
        ("is:corrected -is:superseded", "sdr"),
        ("is:disputed", "adabound"),
        ("is:gone", "pyg"),
        ("is:moved", "sdr"),
        ("is:reading", "gcnv2"),
        ("is:planned", "lingvo alipy"),
        ("is:planned -has:note | rating:5", "lingvo alipy adabound"),
        ("is:reading OR is:gone OR rating:5", "pyg gcnv2 adabound"),
        ("is:reading | (is:gone || rating:5)", "pyg gcnv2 adabound"),
        ("NOT has:note AND has:rating", "ms-rcnn adabound"),
    ],
)
def test_ratings_notes_and_what_happened(dlread: Dlread, reader: Dlread, query: str, found: str) -> None:
    dlread.take(reader)
    assert sorted(keys(dlread, query).split()) == sorted(found.split())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("read:2026-11", "smac sdr"),
        ("read:2026-11..", "smac sdr"),
        ("read:..2026-11", "smac sdr pyg"),
        ("read:2026-11-01", "smac"),
        ("read:2026-10-31", "pyg"),
        ("read:2026-11-30", "sdr"),
        ("read:2026-12", ""),
        ("read:2026", "pyg smac sdr"),
        ("read:2025..2026-10", "pyg"),
        ("read:2027..", ""),
        ("-read:2026-11 status:read", "pyg"),
        ("added:2026-11-20", "mine"),
        ("added:..2026", "mine"),
        ("added:2026-11-21..", ""),
        ("added:0001..9999", "mine"),
    ],
)
def test_days_are_those_of_the_reader_s_clock(dlread: Dlread, query: str, found: str) -> None:
    assign(dlread, "2026-10-31T15:59:59.999999Z", "pyg", status="read")  # a second before November in Taipei
    assign(dlread, "2026-10-31T16:00:00.000000Z", "smac", status="read")
    assign(dlread, "2026-11-30T15:59:59.999999Z", "sdr", status="read")
    assign(dlread, "2026-11-02T00:00:00.000000Z", "lingvo", status="reading")
    assign(dlread, "2026-11-20T02:00:00.000000Z", "mine", title="Mine", kind="paper")
    dlread.env["TZ"] = "Asia/Taipei"
    assert sorted(keys(dlread, query).split()) == sorted(found.split())


def test_an_import_says_when_something_was_added_and_read(dlread: Dlread) -> None:
    bib = "@article{old, title = {Old}, timestamp = {2019-05-06}, readstatus = {read}}"
    dlread("import -", stdin=bib)
    assert keys(dlread, "added:2019-05") == "old"
    (entry,) = json.loads(dlread("show old --json"))
    assert entry["added"].startswith("2019-05-06T")


def test_a_paper_that_was_removed_is_added_when_it_comes_back(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762")
    assert keys(dlread, "added:2000..") == "arxiv-1706.03762"
    dlread("remove arxiv-1706.03762")
    assert keys(dlread, "added:2000..") == ""
    dlread("undo")
    assert keys(dlread, "added:2000..") == "arxiv-1706.03762"


def test_without_a_year_is_not_from_that_year(dlread: Dlread) -> None:
    dlread("add --no-fetch 1706.03762")
    assert keys(dlread, "catalog:own -year:2019") == "arxiv-1706.03762"
    assert keys(dlread, "catalog:own NOT year:..9999") == "arxiv-1706.03762"


# --- ranges -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("2026-12..", date(2026, 12, 1), date.max),
        ("..2026-12", date.min, date(2026, 12, 31)),
        ("2025..2026-03-14", date(2025, 1, 1), date(2026, 3, 14)),
    ],
)
def test_a_range_of_days(text: str, first: date, last: date) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "..", "26", "2026-1", "2026-13", "2026-02-30", "0000", "2026-11-27-01", "٢٠٢٦", "today"]
)
def test_what_is_no_day_is_wrong_usage(text: str) -> None:
    with pytest.raises(
        UsageError, match="is not a day, month or year, or a range of them; write 2026-11-27, 2026-11, "
    ):
        days(text)


@pytest.mark.parametrize("text", ["0", "6", "4.5", "..", "4...5", "five"])
def test_what_is_no_rating_is_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="is not a rating from 1 to 5 or a range of ratings; write 4, "):
        ratings(text)


@given(
    st.datetimes(datetime(2, 1, 1), datetime(8998, 12, 31)),
    st.dates(date(2, 1, 1), date(8998, 12, 31)),
    st.integers(-14, 14),
)
def test_a_stamp_is_of_the_day_between_two_beginnings(time: datetime, day: date, hours: int) -> None:
    zone = timezone(timedelta(hours=hours))
    stamp = written(time.replace(tzinfo=UTC))
    assert (stamp >= diary.beginning(day, zone)) == (diary.local_day(stamp, zone) >= day)


# --- operators, and what is no field ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "same"),
    [
        ("tag:rl | tag:slam", "tag:rl OR tag:slam"),
        ("tag:rl || tag:slam", "tag:rl OR tag:slam"),
        ("tag:rl|tag:slam", "tag:rl OR tag:slam"),
        ("(starcraft|dropout)|-tag:cnn", "starcraft OR dropout OR -tag:cnn"),
        ("学习率 ｜ 注意力", "学习率 OR 注意力"),
        ("学习率｜-tag:cnn", "学习率 OR -tag:cnn"),
        ("NOT tag:cnn", "-tag:cnn"),
        ("NOT (tag:cnn OR tag:rl)", "-(tag:cnn OR tag:rl)"),
        ("NOT NOT tag:cnn", "tag:cnn"),
        ("starcraft AND NOT tag:cnn", "starcraft -tag:cnn"),
        ("tag:cnn AND (slam|dropout)", "tag:cnn (slam OR dropout)"),
        ("starcraft AND", "starcraft"),
        ("is:unread", "status:unread"),
        ('"a | b"', '"a b"'),
    ],
)
def test_operators_of_other_programs(query: str, same: str) -> None:
    assert without_places(parsed(query)) == without_places(parsed(same))


@pytest.mark.parametrize(
    ("query", "way_out"),
    [
        ("rl or cnn", "write OR in capitals if it is an operator"),
        ("rl and zzzz", "write AND in capitals if it is an operator"),
        ("not rl", "write NOT in capitals if it is an operator"),
    ],
)
def test_an_operator_in_lower_case_is_told_where_nothing_is_found(dlread: Dlread, query: str, way_out: str) -> None:
    assert dlread.run(["list", query]) == ("", f"no entries match; {way_out}\n", 0)
    assert dlread.run(["search", query]) == ("", f"no results for '{query}'; {way_out}\n", 1)


def test_the_value_of_a_field_is_no_operator() -> None:
    assert parsed("title:NOT AND venue:OR") == All((Words("NOT", "title", start=6), Words("OR", "venue", start=20)))


def without_places(query: object) -> str:
    """Nor the text, which holds more than words."""
    return re.sub(r"start=\d+", "", repr(query)).replace("a | b", "a b")


@pytest.mark.parametrize(
    ("query", "message", "place"),
    [
        ("a |", "'|' needs something on both sides", 2),
        ("a || OR b", "'||' needs something on both sides", 2),
        ("NOT", "'NOT' needs something after it", 0),
        ("a NOT OR b", "'NOT' needs something after it", 2),
        ("(a NOT )", "'NOT' needs something after it", 3),
        ("-AND", "'-' needs something after it", 0),
        ("smac stars:4", f"unknown field 'stars:'; {ADVICE}", 5),
        ("since:2026..", f"unknown field 'since:'; {ADVICE}", 0),
        ("rating:>3", "'>3' is not a rating from 1 to 5 or a range of ratings; write 4, 2..4, 4.. or ..2", 7),
        ("score:>=3", f"unknown field 'score:'; {ADVICE}", 0),
        ("ratings:4", "unknown field 'ratings:'; did you mean 'rating:'?", 0),
        ("tags:rl", "unknown field 'tags:'; did you mean 'tag:'?", 0),
        ("smac status=read", "'status=read' is not a field; write status:read", 5),
        ("-Tag=rl", "'Tag=rl' is not a field; write tag:rl", 1),
        ("(year=2018..2020)", "'year=2018..2020' is not a field; write year:2018..2020", 1),
        ("rating:6", "'6' is not a rating from 1 to 5 or a range of ratings; write 4, 2..4, 4.. or ..2", 7),
        ("rating:5..3", "'5..3' ends before it begins; write 3..5", 7),
        ("read:2026-11..2025", "'2026-11..2025' ends before it begins; write 2025..2026-11", 5),
        ("has:maps", "'maps' is not a value of 'has:'; choose one of note, rating", 4),
        ("has:", "a value is missing after 'has:'", 4),
        ("read: 2026", "a day is missing after 'read:'", 5),
        (
            "is:old",
            "'old' is not a value of 'is:'; choose one of superseded, disputed, corrected, gone, moved, archived, "
            "delisted, planned, unread, reading, read, skipped",
            3,
        ),
    ],
)
def test_a_mistake_says_the_way_out(query: str, message: str, place: int) -> None:
    with pytest.raises(QueryError) as error:
        parsed(query)
    assert (str(error.value), error.value.position) == (message, place)


def test_an_unknown_field_is_never_as_long_as_what_was_typed(dlread: Dlread) -> None:
    result = dlread.run(["search", "x" * 10_000 + ":4"])
    assert (result.out, result.status) == ("", 2)
    assert result.err.startswith("dlread: unknown field 'xxx")
    assert len(result.err) < 600


@pytest.mark.parametrize(
    "text",
    [
        *("http://example.org/x", "arXiv:1902.04043", "doi:10.1145/1", "ISBN:9780262035613", "std::vector", "BERT: a"),
        *("BERT：预训练", "BERT:预训练", "GCNv2:x", "a:", '"stars:4"', "C:\\x", "RAND x", "NOTE x", "ORB x", "ANDES"),
    ],
)
def test_text_that_only_looks_like_a_field_or_an_operator_is_searched_for(text: str) -> None:
    words = parsed(text)
    parts = words.parts if isinstance(words, All) else (words,)
    assert all(isinstance(part, Words) and not part.field for part in parts)


@pytest.mark.parametrize("command", ["list smac -n", "search smac -n", "next --tag gnn -n", "history --limit"])
@pytest.mark.parametrize("number", [2**63 - 1, 2**63, 10**40])
def test_a_limit_may_be_any_number(dlread: Dlread, command: str, number: int) -> None:
    dlread("mark-read smac")
    assert dlread(f"{command} {number}") == dlread(f"{command} 1000") != ""

"""dlread export --format catalog: a list for others, without anything personal."""

from typing import Any

from conftest import Dlread
from exported import ANY_FIELDS, exported
from hypothesis import given

from dlread_cli.formats import catalog, catalog_file

PERSONAL = ("status", "rating", "note", "extra:cy", "extra:howpublished")


def read_back(*entries: Any) -> dict[str, Any]:
    found = catalog.read("".join(catalog_file.written(entries)).encode())
    assert found.problems == []
    return {key: {name: value for name, value in fields.items() if name != "line"} for key, fields in found.entries}


@given(ANY_FIELDS)
def test_what_is_written_is_read_back(fields: dict[str, Any]) -> None:
    """A venue that has only a name is its short form, too; other types than a catalog's are words as well."""
    told = {name: value for name, value in fields.items() if name not in PERSONAL}
    told["venue"] = told.get("venue") or told.get("venue:name", "")
    assert read_back(exported("key", fields)) == {
        "key": {"kind": "paper"} | {name: value for name, value in told.items() if value}
    }


def test_what_no_catalog_can_have_is_left_out() -> None:
    fields = {
        "title": "A\0\ud800",
        "doi": "not one",
        "arxiv": "x",
        "isbn": "123",
        "year": 2019,
        "link:page": "javascript:alert(1)",
        "link:pdf": "https://a.org/x.pdf",
        "authors": ["- &a *b !!python/object:x", "{}"],
    }
    (only,) = read_back(exported("own/a", fields)).values()
    assert only.keys() == {"kind", "title", "year", "link:pdf", "authors"}
    assert only["authors"] == fields["authors"]


def test_the_bundled_catalogs_come_back_as_they_are(dlread: Dlread) -> None:
    (dlread.home / "all.yaml").write_text(dlread("export --format catalog"), "utf-8")
    assert dlread.run(f"catalog check {dlread.home}/all.yaml").err.endswith("all.yaml: 35 entries, no problems\n")
    dlread(f"catalog add {dlread.home}/all.yaml --as copy")
    assert dlread("list --keys").count("copy/") == 34
    assert dlread("path copy/lee-cnn --keys").replace("copy/", "") == dlread("path lee-cnn --keys")


def test_nothing_personal_is_in_it(dlread: Dlread) -> None:
    for line in ("mark-read smac", "note smac secret", "tag smac +mine", "rate smac 3"):
        dlread(line)
    text = dlread("export --format catalog tag:rl")
    assert text.startswith(
        "# Change the name and the title, and check it with: dlread catalog check FILE\n"
        "catalog: reading-list\ntitle: {en: Reading list}\nentries:\n- key: smac\n  title:\n"
    )
    assert "secret" not in text
    assert "mine" not in text.split("tags:")[1].split("links")[0]
    assert "status" not in text
    assert "  - rl\n" in text


def test_keys_of_two_lists_stay_apart(dlread: Dlread) -> None:
    fields = {"title": "A"}
    assert list(read_back(exported("one/a", fields), exported("two/a", fields), exported("a-2", fields))) == [
        "a",
        "a-2",
        "a-2-2",
    ]

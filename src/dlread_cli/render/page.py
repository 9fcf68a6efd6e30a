"""Everything about one entry: labelled rows, the same for a person and for a pipe. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from dlread_cli.domain.details import Details, Event
from dlread_cli.domain.entries import Entry, Status, Text
from dlread_cli.domain.fields import OF_VENUE
from dlread_cli.domain.states import State
from dlread_cli.domain.text import clean
from dlread_cli.render.symbols import Symbols
from dlread_cli.translation import marked, tr

if TYPE_CHECKING:
    from dlread_cli.render.lines import Line
    from dlread_cli.render.tables import DisplayOptions

_AUTHORS = 8
"""More are counted, on a terminal; a pipe gets all of Lingvo's 91."""

_LINKS = {"repository": marked("Code"), "former-repository": marked("Formerly"), "pdf": "PDF"}

LABELS = (
    *(
        marked("Plan"),
        marked("Summary"),
        marked("Since then"),
        marked("Read first"),
        marked("Related"),
        marked("Opens"),
    ),
    *(marked("Parts"), marked("State"), marked("License"), marked("Written in"), marked("Figures")),
    *(marked("Good to know"), marked("Remark"), marked("Corrections"), marked("Files"), marked("Note")),
    *(marked("Month"), marked("Volume"), marked("Number"), marked("Series"), marked("Editor"), marked("Publisher")),
    *(marked("Paper"), marked("Docs"), marked("Project"), marked("Slides"), marked("Video"), marked("Colab")),
    *(marked("Blog"), marked("Lecture slides"), marked("Lecture video"), marked("Dataset"), marked("Package")),
    *(marked("Successor"), marked("Successor paper"), marked("Page"), marked("Website"), marked("Chapter")),
    *(marked("Alternative"), marked("Archive"), marked("Challenge"), marked("Companion"), marked("Companion fork")),
    *(marked("Journal"), marked("Lab"), marked("Lecture video 2"), marked("Proceedings"), marked("Proceedings PDF")),
    *(marked("Review"), marked("Related 2"), marked("Gone")),
)
"""A pipe gets them in English."""
EVENTS = (marked("dormant"), marked("published"))
"""What a catalog may tell besides the warnings of `symbols`."""


class Facts(NamedTuple):
    """`opens` is what it is a prerequisite of; `statuses` are those of all keys here that are in the library."""

    entry: Entry
    details: Details
    parts: tuple[tuple[str, Text], ...]
    """(key, title) of the sub-sections directly below."""
    opens: tuple[str, ...]
    statuses: Mapping[str, Status]
    plan: tuple[str, ...] = ()
    """The reader's plan, if the entry is in it."""


class Role(Enum):
    """How a terminal shows a row."""

    PLAIN = "plain"
    NOTE = "note"
    """In the heading, not among the rows; so is SUMMARY."""
    SUMMARY = "summary"
    EVENT = "event"
    """What happened stands out."""
    ALIVE = "alive"
    """Of the link above, without a label; so is NOT_ALIVE, which stands out."""
    NOT_ALIVE = "not alive"


def about(subject: str, text: str) -> str:
    return tr("{subject}: {text}", subject=subject, text=text)


class Row(NamedTuple):
    label: str
    text: str
    role: Role = Role.PLAIN
    subject: str = ""
    """What the text is about, and stands before it."""

    @property
    def full_text(self) -> str:
        return about(self.subject, self.text) if self.subject else self.text


def rows(facts: Facts, language: str, symbols: Symbols) -> Iterator[tuple[str, str]]:
    """(label, text), nothing cut; a label stands again for each of several."""
    entry, details = facts.entry, facts.details
    yield "Key", entry.key
    yield "Title", entry.title.en or entry.title.zh
    if entry.title.en and entry.title.zh:
        yield "Title", entry.title.zh
    yield from ((label, text) for label, text in _origin(facts) if text)
    yield "Status", str(entry.status)
    if entry.rating:
        yield "Rating", str(entry.rating)
    yield "Tags", ", ".join(_tags(entry, details))
    yield from ((row.label, row.full_text) for row in _body(facts, language, symbols))


def _origin(facts: Facts) -> Iterator[tuple[str, str]]:
    entry, details = facts.entry, facts.details
    yield "Authors", ", ".join(details.authors)
    yield "Year", str(entry.year or "")
    yield "Venue", _venue(details)
    yield "arXiv", details.arxiv
    yield "DOI", details.doi


def _venue(details: Details) -> str:
    return tr("{venue}, pages {pages}", venue=details.venue, pages=details.pages) if details.pages else details.venue


def _body(facts: Facts, language: str, symbols: Symbols) -> Iterator[Row]:
    """What a terminal shows too, under its heading: first what is the reader's own, last what is about a source."""
    entry, details = facts.entry, facts.details
    for line in details.note.splitlines():
        yield Row("Note", line, Role.NOTE)
    if entry.key in facts.plan:
        yield Row("Plan", tr("{read} of {total}", read=facts.plan.index(entry.key) + 1, total=len(facts.plan)))
    if summary := details.summary.into(language):
        yield Row("Summary", summary, Role.SUMMARY)
    if day := details.fields.get("delisted"):
        yield Row("Gone", tr("not in {catalog} any more since {day}", catalog=facts.entry.catalog, day=day))
    for key in details.also_in:
        yield Row("Also in", key)
    for event in details.since:
        yield _event(event, language)
    for label, strengths in (("Read first", ("first",)), ("Related", ("related", "context"))):
        for relation in details.relations:
            if relation.strength in strengths:
                why = relation.why.into(language)
                why = why if relation.key in facts.statuses else tr("not in your catalogs")
                yield Row(
                    label,
                    f"{_symbol(facts, relation.key, symbols)} " + (about(relation.key, why) if why else relation.key),
                )
    for key in facts.opens:
        yield Row("Opens", f"{_symbol(facts, key, symbols)} {key}")
    for key, title in facts.parts:
        yield Row("Parts", f"{_symbol(facts, key, symbols)} {about(key, title.into(language))}")
    for kind, url in details.links.items():
        yield Row(_LINKS.get(kind) or kind.capitalize().replace("-pdf", " PDF").replace("-", " "), url)
        if state := details.states.get(kind):
            role = Role.ALIVE if state.state == "alive" else Role.NOT_ALIVE
            yield Row("State", describe_state(state), role, subject=kind)
    note = details.license_note.into(language)
    if details.license or note:
        yield Row("License", "; ".join(part for part in (details.license, note) if part))
    if details.language or details.framework:
        yield Row("Written in", ", ".join(part for part in (details.language, details.framework) if part))
    for figure in details.figures:
        told = about(figure.what.into(language), figure.value)
        yield Row("Figures", tr("{figure} ({source})", figure=told, source=figure.source))
    yield from _published(details)
    if hint := details.hint.into(language):
        yield Row("Good to know", hint)
    yield from _of_other_programs(details)
    for remark in details.remarks:
        yield Row(clean(remark.label.into(language)) or "Remark", remark.text.into(language))
    for correction in details.corrections:
        yield Row("Corrections", correction.into(language))


_FILES = ("files", "file", "docfile")
_LABELS = {"note": marked("Publication note")}  # not the reader's
_FOR_PROGRAMS = ("zotero-key", "entrytype", "citationkey", "group-authors")


def _of_other_programs(details: Details) -> Iterator[Row]:
    """Where an import found files, and what we have no field for."""
    for field, value in details.fields.items():
        name = field.removeprefix("extra:")
        if name != field and name not in _FOR_PROGRAMS:
            for line in value.splitlines():
                yield Row("Files" if name in _FILES else _LABELS.get(name, name.capitalize()), line)


_SHOWN_BY_ITSELF = ("venue:name", "type", "pages")


def _published(details: Details) -> Iterator[Row]:
    for name in ("month", *OF_VENUE):
        value = details.fields.get(name)
        if value and name not in _SHOWN_BY_ITSELF:
            text = ", ".join(value) if isinstance(value, list) else str(value)
            yield Row("ISBN" if name == "isbn" else name.capitalize(), text)


def describe_state(state: State) -> str:
    """`archived, last change 2019-03-12 (checked 2026-11-22)`."""
    what = tr(_STATES.get(state.state, state.state))
    if state.pushed:
        what = tr("{what}, last change {day}", what=what, day=state.pushed)
    if state.state == "unreachable":
        return tr("{what} (since {day})", what=what, day=state.at)
    return tr("{what} (checked {day})", what=what, day=state.at)


_STATES = {"moved": marked("moved here"), "alive": marked("there"), "unreachable": marked("host not found")}


def _event(event: Event, language: str) -> Row:
    source = event.url or event.source
    text = event.text.into(language)
    text = tr("{text} ({source})", text=text, source=source) if source else text
    return Row("Since then", text, Role.EVENT, subject=f"{tr(event.what)} {event.date}".strip())


def _symbol(facts: Facts, key: str, symbols: Symbols) -> str:
    status = facts.statuses.get(key)
    return symbols.of(status) if status else "?"


def _tags(entry: Entry, details: Details) -> list[str]:
    return [("+" if tag in details.own_tags else "") + tag for tag in entry.tags]


def drawn(facts: Facts, options: "DisplayOptions") -> list["Line"]:
    """For a terminal: a heading, the status, then the rows with their labels once."""
    from dlread_cli.render import tables
    from dlread_cli.render.lines import Line

    entry, details, symbols = facts.entry, facts.details, options.symbols
    head = [Line(clean(entry.title.into(options.language)), tables.HEAD)]
    if other := entry.title.into("en" if options.language == "zh" else "zh"):
        head += [Line(clean(other), tables.DIM)] if other != entry.title.into(options.language) else []
    origin = _byline(facts, symbols)
    if origin not in ("", entry.title.into(options.language)):  # which is the same where a paper is not fetched yet
        head.append(Line(clean(origin)))
    state = Line.assemble(tables.status_symbol(entry.status, symbols), f" {tr(entry.status)}")
    if entry.progress:
        state.append(tr(", {read} of {total} read", read=entry.progress.read, total=entry.progress.of))
    if entry.rating:
        state.append("   " + symbols.star * entry.rating + symbols.no_star * (5 - entry.rating), tables.ACCENT)
    if tags := _tags(entry, details):
        state.append("   " + clean(", ".join(tags)), tables.DIM)
    state.append(f"   {entry.key}", tables.ACCENT)
    rows = list(_body(facts, options.language, symbols))
    notes = [row for row in rows if row.role is Role.NOTE]
    body = [row for row in rows if row.role not in (Role.NOTE, Role.SUMMARY)]
    summary = details.summary.into(options.language)
    head += [Line(), state, Line()]
    head += [*tables.page([], _labelled_once(notes), options), Line()] if notes else []
    head += [*tables.prose(summary, options), Line()] if summary else []
    return tables.page(head, _labelled_once(body), options)


def _labelled_once(rows: Iterable[Row]) -> Iterator[tuple[str, "Line"]]:
    """(label, line); of rows with one label the first has it, and the state of a link has none."""
    last = ""
    for row in rows:
        label = "" if row.role in (Role.ALIVE, Role.NOT_ALIVE) else row.label
        yield (tr(label) if label != last else ""), _line(row)
        last = label or last


def _line(row: Row) -> "Line":
    from dlread_cli.render import tables
    from dlread_cli.render.lines import Line

    match row.role:
        case Role.EVENT:
            rest = about(row.subject, row.text).removeprefix(row.subject)
            return Line.assemble((clean(row.subject), tables.WARNING), clean(rest))
        case Role.ALIVE:
            return Line.assemble((clean(row.text), tables.DIM))
        case Role.NOT_ALIVE:
            return Line.assemble((clean(row.text), tables.WARNING))
        case _:
            return Line(clean(row.full_text))


def _byline(facts: Facts, symbols: Symbols) -> str:
    entry, details = facts.entry, facts.details
    names = ", ".join(details.authors[:_AUTHORS])
    if len(details.authors) > _AUTHORS:
        names = tr("{authors} and {rest} more", authors=names, rest=len(details.authors) - _AUTHORS)
    year = str(entry.year or "")
    venue = entry.venue if year in entry.venue else f"{entry.venue} {year}".strip()
    part = tr("part {number}", number=entry.lecture) if entry.lecture else ""
    return f" {symbols.dot} ".join(
        bit for bit in (names, venue, part, details.arxiv and f"arXiv:{details.arxiv}") if bit
    )


def catalog(
    name: str,
    title: str,
    about: str,
    facts: Sequence[tuple[str, str]],
    header: Mapping[str, Any],
    options: "DisplayOptions",
) -> list["Line"]:
    """A catalog's own page; `facts`, whose labels are `marked`, stand below what it says of itself."""
    from dlread_cli.render import tables
    from dlread_cli.render.lines import Line

    head = [Line.assemble((clean(title), tables.HEAD), (f"  {clean(name)}", tables.ACCENT))]
    head += tables.prose(about, options) if about else []
    body: list[tuple[str, Line]] = []
    if source := header.get("source"):
        body.append((tr("From"), Line(clean(", ".join(filter(None, (source["title"], source.get("author"))))))))
        body.append(("", Line(clean(source["url"]))))
    if translation := header.get("translation"):
        body.append((tr("Also"), Line(clean(_further(translation, options.language)))))
    for number, item in enumerate(header.get("further", ())):
        body.append((tr("Go on with") if not number else "", Line(clean(_further(item, options.language)))))
    body += [(tr(label), Line(clean(text))) for label, text in facts]
    return [*tables.page(head, body, options), Line()]


def _further(item: Mapping[str, Any], language: str) -> str:
    note = Text(**item.get("note", {"en": ""})).into(language)
    return f"{item['title']}  {item['url']}" + (f"  {note}" if note else "")

"""dlread edit: what an entry says, as YAML in the editor, or one field in the command.

A catalog is never written: a correction of one of its entries lies over it, in the journal.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dlread_cli import opening, recording, stdin, terminal
from dlread_cli.domain import corrections, relations
from dlread_cli.domain.changes import Change
from dlread_cli.domain.entries import Entry
from dlread_cli.domain.fields import BY_NAME, RELATIONS, Fields, is_editable, is_personal, overlay
from dlread_cli.domain.history import Overrides
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr


def run(key: str, words: list[str] | None, reset: bool, lang: str | None) -> None:
    words, language = words or [], terminal.language(lang)
    if reset and words:
        raise UsageError(tr("--reset cannot be combined with other changes"))
    with opening.open_library() as library:
        entry = library.find(key)
        base, own = library.base_and_overrides([entry.key])[entry.key]
        if reset:
            recording.apply(library, decide_reset(entry.key, base, own), language)
            return
        before = library.with_present_keys(overlay(base, own)) | ({} if base else {"key": entry.key})
        if words:
            after = _read(stdin.read(), before) if words == ["-"] else _parse_assignments(words, before)
            _record(library, entry, _corrections(library, after, before, base), before, language)
        elif terminal.is_interactive() and stdin.has_keyboard():
            _edit(library, entry, before, base, language)
        else:
            terminal.write(_yaml(entry, before))


def _edit(library: Library, entry: Entry, before: Fields, base: Fields, language: str) -> None:
    """The draft stays until what it says has been recorded."""
    from dlread_cli import editor  # with subprocess and tempfile, 5 ms

    text = "\n".join(_yaml(entry, before)) + "\n"
    draft, new = editor.edited(entry.key, ".yaml", text, tr("write dlread edit {key} FIELD=VALUE", key=entry.key))
    try:
        changes = editor.agreed(draft, new, lambda text: _read_corrections(library, text, before, base))
        _record(library, entry, changes, before, language)
    except DlreadError as error:
        message = tr(
            "{error}; your text is in {draft}: correct it there, then dlread edit {key} - < {quoted}",
            error=error,
            draft=draft,
            key=entry.key,
            quoted=_quoted(draft),
        )
        raise DlreadError(message) from error
    draft.unlink(missing_ok=True)


def _read_corrections(library: Library, text: str, before: Fields, base: Fields) -> Fields:
    """Of a draft; an empty one is given up."""
    return _corrections(library, _read(text, before), before, base) if text.strip() else {}


def _quoted(path: Path) -> str:
    import shlex

    return shlex.quote(str(path))


def _yaml(entry: Entry, fields: Fields) -> list[str]:
    from dlread_cli.formats import draft

    if entry.catalog == "own":
        head = tr(
            "{key}, your own entry. Save and close to record your changes; delete everything to cancel.", key=entry.key
        )
    else:
        head = tr(
            "{key}, from the catalog {catalog}, whose file stays unchanged. Save and close to record your changes; "
            "delete everything to cancel.",
            key=entry.key,
            catalog=entry.catalog,
        )
    return list(draft.written(fields, head))


def _read(text: str, before: Fields) -> Fields:
    """What a draft says, and nothing of what it does not mention any more. Raises DlreadError."""
    from dlread_cli.formats import draft

    gone: Fields = {field: None for field in before if is_editable(field) and field != "key"}
    return gone | draft.read(text)


def _parse_assignments(words: list[str], before: Fields) -> Fields:
    """Of `year=2019` and its like; a word without `=` belongs to the value before it."""
    from dlread_cli.formats import draft

    pairs: list[list[str]] = []
    for word in words:
        name, sign, value = word.partition("=")
        if sign and name.replace(":", "").replace(".", "").replace("_", "").replace("-", "").isalnum():
            pairs.append([name, value])
        elif pairs:
            pairs[-1][1] += f" {word}"
        else:
            raise UsageError(tr("'{word}' is not FIELD=VALUE; write dlread edit smac year=2019", word=word))
    lists = [BY_NAME[one].name for one in ("tag:", *RELATIONS) if BY_NAME[one].draft in dict(pairs)]
    gone = {field: False if field.startswith("tag:") else None for field in before if field.startswith(tuple(lists))}
    told = {field: value for name, value in pairs for field, value in draft.read_value(name, value).items()}
    return gone | told


def _corrections(library: Library, after: Fields, before: Fields, base: Fields) -> Fields:
    """What to assign, with the present keys of other entries.

    Raises DlreadError where no title is left, or a Chinese one in place of the English, or nothing is called so.
    """
    if "key" in after and not after["key"]:
        raise DlreadError(tr("'key' cannot be cleared, only replaced"))
    if named := relations.named({name: value for name, value in after.items() if value}):
        after = relations.renamed(after, {name: library.find(name).key for name in named})
    if not (before | after).get("title"):
        if before.get("title"):
            raise DlreadError(tr("'title' cannot be cleared, only replaced"))
        if not (before | after).get("title:zh"):
            raise DlreadError(tr("an entry needs a 'title' or a 'title_zh'"))
    return corrections.corrections(after, before, base)


def _record(library: Library, entry: Entry, changes: Fields, before: Fields, language: str) -> None:
    named = {alias: [other.key for other in library.called(alias)] for alias in changes.get("aliases") or ()}
    library.check_order(entry.key, relations.keys(changes, "first:"))
    change = decide(entry.key, library.relations_for_journals(entry.key, changes), named)
    if new := changes.get("key"):
        others = [other.key for other in library.called(new)] or [new] * library.is_taken(new)
        change = decide_key(entry, change.assignments[entry.key], before.get("aliases", []), others)
    recording.apply(library, change, language)


def decide(key: str, changes: Fields, named: Mapping[str, Sequence[str]]) -> Change:
    """`named` are the keys of the entries that each new alias names already. Raises DlreadError."""
    for alias, keys in named.items():
        if others := [other for other in keys if other != key]:
            raise DlreadError(
                tr("'{alias}' is already a name of {others}; choose another alias", alias=alias, others=others[0])
            )
    return Change({key: changes} if changes else {}, tr("edited {key}", key=key), tr("{key} is unchanged", key=key))


def decide_key(entry: Entry, changes: Mapping[str, Any], aliases: Sequence[str], taken: Sequence[str]) -> Change:
    """Renames what the reader added, to `changes["key"]`; the old key becomes an alias.

    `taken` are the keys of the entries that are called so. Raises DlreadError.
    """
    new, old = changes["key"], entry.key
    others = [other for other in taken if other != old]
    if entry.catalog != "own" and others:
        raise DlreadError(
            tr(
                "{old} is from the catalog {catalog} and keeps its key; '{new}' is already a name of {others}",
                old=old,
                catalog=entry.catalog,
                new=new,
                others=others[0],
            )
        )
    if entry.catalog != "own":
        raise DlreadError(
            tr(
                "{old} is from the catalog {catalog} and keeps its key; "
                "dlread edit {old} aliases={new} adds another name",
                old=old,
                catalog=entry.catalog,
                new=new,
            )
        )
    if others:
        raise DlreadError(tr("'{new}' is already a name of {others}; choose another key", new=new, others=others[0]))
    own = changes.get("aliases", aliases) or ()
    kept = [alias for alias in own if alias.lower() not in (new.lower(), old.lower())]
    names = {"aliases": kept if old.lower() == new.lower() else [*kept, old]}
    return Change({old: {**changes, **names}}, tr("renamed {old} to {new}", old=old, new=new), shown=[new])


def decide_reset(key: str, base: Fields, own: Overrides) -> Change:
    """Personal remarks and tags stay. Raises DlreadError."""
    if not base:
        raise DlreadError(
            tr("{key} is your own entry, so there is no catalog to reset it to; see dlread history", key=key)
        )
    laid = [field for field, (value, _) in own.items() if value is not None]
    corrections = [field for field in laid if not is_personal(field)]
    changes = {key: dict.fromkeys(corrections)} if corrections else {}
    return Change(changes, tr("reset {key}", key=key), tr("{key} has no edits to reset", key=key))

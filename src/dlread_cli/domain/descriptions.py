"""What steps of the history did, in words. Pure."""

from collections.abc import Iterable, Sequence

from dlread_cli.domain.fields import RELATIONS, SUBSCRIPTIONS, Fields, is_of_note, note_lines
from dlread_cli.domain.history import Assignment
from dlread_cli.domain.wording import joined, listed, short
from dlread_cli.translation import marked, plural, tr

_ACTIONS = {"status": marked("marked {value}"), "rating": marked("rated {value}")}
_REMOVALS = {"status": marked("unread again"), "rating": marked("rating removed")}
_QUOTED = 60
"""Characters of a note."""
_NAMES = 4
"""Of entries that a step is about."""
_KINDS = 3
"""Of changes that it makes."""


def describe_step(lines: Sequence[Assignment], redoes: bool = False) -> str:
    """A step in words: `marked read smac, lee-rnn`, `rated 4 smac, planned after lee-rnn`.

    What it sets on entries that it adds goes without saying.
    """
    added = dict.fromkeys(line.key for line in lines if line.values.get("kind"))
    others = [line for line in lines if line.key not in added]
    told = [_described_as_added(list(added))] if added else []
    if others or not added:
        told.append(_described(others))
    return _as_done(tr("; ").join(told), lines, redoes)


def describe_line(line: Assignment, redoes: bool = False) -> str:
    """All that it did, without the key of its entry."""
    return _as_done(
        joined(dict.fromkeys([*_actions(line), *_relations(line)])) or tr("nothing changed"), [line], redoes
    )


def _as_done(words: str, lines: Sequence[Assignment], redoes: bool) -> str:
    if not any(line.undoes for line in lines):
        return words
    return tr("redone, {words}", words=words) if redoes else tr("undone, {words}", words=words)


def _described_as_added(keys: Sequence[str]) -> str:
    if len(keys) <= _NAMES:
        return tr("{actions} {names}", actions=tr("added"), names=joined(keys))
    return tr("added {number:,} entries: {names}", number=len(keys), names=listed(keys, _NAMES - 1))


def _described(lines: Sequence[Assignment]) -> str:
    names = some([line.key for line in lines if not line.values.get("key") or "kind" in line.values])
    kinds = list(dict.fromkeys(action for line in lines for action in _actions(line)))
    actions = joined(kinds[:_KINDS])
    relations = joined(dict.fromkeys(relation for line in lines for relation in _relations(line)))
    if len(kinds) > _KINDS:
        actions = tr("{actions} and more", actions=actions)
        actions = tr("{actions}:", actions=actions) if names else actions
    if actions and names:
        actions = tr("{actions} {names}", actions=actions, names=names)
    elif relations and names:
        relations = tr("{names} {relations}", names=names, relations=relations)
    words = joined([told for told in (actions, relations) if told])
    return words or (tr("nothing changed in {names}", names=names) if names else tr("nothing changed"))


def some(names: Iterable[str]) -> str:
    """At most four, each once, and how many more there are; a list that was added goes by its own name."""
    return listed(list(dict.fromkeys(name.removeprefix(SUBSCRIPTIONS) for name in names)), _NAMES)


def _actions(line: Assignment) -> list[str]:
    values = line.values
    if "delisted" in values:
        return [tr("kept from its list") if values["delisted"] else tr("listed again")]
    if "kind" in values:  # which is assigned when an entry comes or goes as a whole
        personal = {name: value for name, value in values.items() if value and (name in _ACTIONS or is_of_note(name))}
        return [tr("added") if values["kind"] else tr("removed"), *_actions(line._replace(values=personal))]
    noted = _noted({field: value for field, value in values.items() if is_of_note(field)})
    told = [field for field in values if not field.startswith(RELATIONS) and not _follows(field, values)]
    return [noted if is_of_note(field) else _action(line, field) for field in told]


def _relations(line: Assignment) -> list[str]:
    """To other entries, each kind once: `planned after lee-rnn, lee-cnn`."""
    if "kind" in line.values:
        return []
    others: dict[str, list[str]] = {}
    for field, value in line.values.items():
        match field.partition(":"):
            case "first", _, key:
                relation = marked("planned after {key}") if value else marked("no longer planned after {key}")
            case "related", _, key:
                relation = marked("related to {key}") if value else marked("no longer related to {key}")
            case _:
                continue
        others.setdefault(relation, []).append(key)
    return [tr(relation, key=some(keys)) for relation, keys in others.items()]


def _follows(field: str, values: Fields) -> bool:
    """Was it changed by the way: the old key became an alias, refresh found where a link moved, a list was added?"""
    return (
        (field == "aliases" and "key" in values)
        or (field == "version" and "subscription" in values)
        or (field.startswith("link:") and f"state:{field[5:]}" in values)
    )


def _action(line: Assignment, field: str) -> str:
    value = line.values[field]
    match field.partition(":"):
        case "tag", _, tag:
            return tr("{tag} reset", tag=tag) if value is None else ("+" if value else "-") + tag
        case "state", _, _:
            return tr("refreshed")
        case "key", _, _:
            return _renamed(line)
        case "plan", _, _:
            return tr("planned") if value else tr("no longer planned")
        case "subscription", _, _:
            return tr("unsubscribed from") if value is None else tr("subscribed to")
        case "version", _, _:
            return tr("updated")
    if field in _ACTIONS:
        word = tr(value) if field == "status" and value else value
        return tr((_REMOVALS if value is None else _ACTIONS)[field], value=word)
    return tr("changed {field}", field=field)


def _renamed(line: Assignment) -> str:
    new, aliases = line.values["key"], line.values.get("aliases")
    if line.undoes or not new:
        return tr("renamed to {new}", new=new) if new else tr("renamed back")
    return tr("renamed {old} to {new}", old=aliases[-1] if aliases else line.key, new=new)


def _noted(values: Fields) -> str:
    """What became of a note: one text or lines, of which each that goes is None."""
    text = short(" ".join(" ".join(note_lines(values).values()).split()), _QUOTED)
    gone = [name for name, value in values.items() if value is None and name != "note"]
    if text:
        return tr("note changed to '{text}'", text=text) if gone else tr("noted '{text}'", text=text)
    if "note" in values or not gone:
        return tr("note removed")
    return plural("note line removed", "{number} note lines removed", len(gone))

"""TOML to plain values. Pure."""

from typing import Any

from dlread_cli.translation import tr


def read(text: str) -> dict[str, Any]:
    """Raises ValueError, whose message says where."""
    if (found := plainly(text)) is not None:
        return found
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError(tr("too deeply nested")) from None


def plainly(text: str) -> dict[str, Any] | None:
    """Of a file of `name = "text"`, `name = ["a", "b"]`, `[table]` and comments; None for any other, right or wrong.

    The import of tomllib takes 9 ms, a sixth of a plain call.
    """
    found: dict[str, Any] = {}
    table = found
    for line in text.replace("\r\n", "\n").split("\n"):
        line = line.strip(" ")
        if not line.isprintable():
            return None
        if not line or line[0] == "#":
            continue
        if line[0] == "[":
            name, mark, rest = line[1:].partition("]")
            if not mark or not _is_name(name) or name in found or not _is_end(rest):
                return None
            table = found[name] = {}
            continue
        name, sign, rest = line.partition("=")
        name, value = name.rstrip(" "), _value(rest.strip(" "))
        if not sign or not _is_name(name) or name in table or value is None:
            return None
        table[name] = value
    return found


def _value(rest: str) -> str | list[str] | None:
    """With nothing but a comment after it."""
    if rest[:1] == '"':
        text, mark, after = rest[1:].partition('"')
        return text if mark and "\\" not in text and _is_end(after) else None
    inner, mark, after = rest[1:].partition("]")
    if rest[:1] != "[" or not mark or not _is_end(after):
        return None
    parts = [part.strip(" ") for part in inner.split(",")]
    if not parts[-1]:  # after the last comma, or of an empty list
        parts.pop()
    is_plain = all(len(part) > 1 and part[0] == part[-1] == '"' and part.count('"') == 2 for part in parts)
    return [part[1:-1] for part in parts] if is_plain and "\\" not in inner else None


def _is_name(word: str) -> bool:
    return word.replace("_", "a").replace("-", "a").isalnum() and word.isascii()


def _is_end(rest: str) -> bool:
    return rest.strip(" ")[:1] in ("", "#")


def line_of(text: str, name: str) -> int:
    """Where `name` or `table.name` is assigned or begins, from 1; 0 where that is written in some other way."""
    table = ""
    for number, line in enumerate(text.split("\n"), 1):
        words = line.strip()
        if words.startswith("["):
            at = table = words.strip("[").partition("]")[0].strip()
        else:
            at = f"{table}.{words.partition('=')[0]}".lstrip(".").replace(" ", "").replace('"', "")
        if at == name:
            return number
    return 0

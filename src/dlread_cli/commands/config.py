"""dlread config: the settings, each with where it comes from; or their file, in the editor."""

import json
from typing import Any

from dlread_cli import editor, output, pager, paths, settings, terminal
from dlread_cli.domain.wording import joined
from dlread_cli.errors import DlreadError
from dlread_cli.storage import exports, files
from dlread_cli.translation import marked, tr


def run(edit: bool, as_json: bool) -> None:
    if edit:
        _edit()
        return
    found = {name: settings.chosen(name) for name in settings.SETTINGS}
    if found["language"] == ("", ""):
        found["language"] = terminal.language(None), marked("locale")
    found["pager"] = pager.chosen(*found["pager"])
    rows = [(name, given, source or marked("default")) for name, (given, source) in found.items()]
    if as_json:
        output.show_json([dict(zip(("name", "value", "source"), row, strict=True)) for row in rows])
        return
    if terminal.is_pretty():
        rows = [_for_a_person(*row) for row in rows]
    output.show_rows((name, _in_words(given), output.word(source)) for name, given, source in rows)
    if not paths.config_file().exists():
        terminal.say(tr("there is no config.toml yet; dlread config --edit creates it"))


def _for_a_person(name: str, value: Any, source: str) -> tuple[str, Any, str]:
    """With the usual value, where that is no text, and without the directory of the file."""
    usual = {"pager": pager.USUAL, "list.columns": tr("what fits")}.get(name) if source == "default" else None
    return name, usual or value, "config.toml" if source == str(paths.config_file()) else source


def _in_words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else value


def _edit() -> None:
    """The draft stays until it has been saved."""
    path = paths.config_file()
    content = settings.text()
    old = _template() if content is None else content
    draft, new = editor.edited("config", ".toml", old, tr("edit {path} yourself", path=path))
    try:
        new = editor.agreed(draft, new, _checked)
        if is_new := new != old:
            files.make_directory(path.parent)
            exports.save(path, [new])
    except (DlreadError, OSError) as error:
        raise DlreadError(tr("{error}; your text is in {draft}", error=error, draft=draft)) from error
    draft.unlink(missing_ok=True)
    terminal.say(tr("saved {path}", path=path) if is_new else tr("the settings are unchanged"))


def _template() -> str:
    """A file that sets nothing, and has a line for each setting."""
    lines = [tr("# Settings of dlread. Remove the # before a line to use it; dlread config shows what is in use."), ""]
    for name, setting in settings.SETTINGS.items():
        table, _, last = name.rpartition(".")
        if table and f"[{table}]" not in lines:
            lines += [f"[{table}]", ""]
        example = json.dumps(setting["usual"] or setting["example"])
        what = tr(setting["what"])
        if "choices" in setting:
            what = tr("{subject}: {text}", subject=what, text=joined(setting["choices"]))
        lines += [f"# {what}", f"# {last} = {example}", ""]
    return "\n".join(lines)


def _checked(text: str) -> str:
    settings.parsed(text)
    return text

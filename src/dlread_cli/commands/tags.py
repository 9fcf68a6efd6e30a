"""dlread tags: all tags, what they stand for, and how many entries have them."""

from dlread_cli import terminal
from dlread_cli.commands import common
from dlread_cli.commands.common import Form


def run(as_json: bool, lang: str | None) -> None:
    form, language = common.form(as_json), terminal.language(lang)
    with common.open_library() as library:
        tags = library.tags()
    if form is Form.JSON:
        common.show_json([{"tag": tag, "entries": count, "en": text.en, "zh": text.zh} for tag, count, text in tags])
    else:
        common.show_rows((tag, str(count), text.into(language)) for tag, count, text in tags)

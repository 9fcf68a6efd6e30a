"""dlread tags: all tags, what they stand for, and how many entries have them."""

from dlread_cli import opening, output, terminal
from dlread_cli.output import Form


def run(as_json: bool, lang: str | None) -> None:
    form, language = output.form(as_json), terminal.language(lang)
    with opening.open_library() as library:
        tags = library.tags()
    if form is Form.JSON:
        output.show_json([{"tag": tag, "entries": count, "en": text.en, "zh": text.zh} for tag, count, text in tags])
    else:
        output.show_rows((tag, str(count), text.into(language)) for tag, count, text in tags)

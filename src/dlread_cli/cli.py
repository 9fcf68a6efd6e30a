"""The command line: every command declared once. The only module that imports typer.

Commands import what they need when they run, so that `list` into a pipe loads neither rich, yaml nor httpx.
"""

from __future__ import annotations  # typer then evaluates the declaration of the one command that runs

import os
import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, ClassVar

import typer
from typer._click.exceptions import ClickException
from typer._click.exceptions import UsageError as ClickUsageError
from typer.models import CommandFunctionType

from dlread_cli import effects, terminal
from dlread_cli.domain.entries import Kind, Status
from dlread_cli.domain.queries import Is, Sort, Style, Words, all_of, either, years
from dlread_cli.domain.wording import shortened
from dlread_cli.errors import DlreadError, LibraryError, QueryError

FIND, TRACK, HOUSE = "Find and read", "Keep track", "Maintenance"

OFFERED: dict[str, str | tuple[str, ...]] = {
    "KEY": "keys",
    "TAG": "tags",
    "CATALOG": "catalogs",
    "QUERY": "fields",
    "FILE": "files",
    "STARS": ("1", "2", "3", "4", "5"),
    "KIND": ("repository", "paper", "pdf", "docs", "project", "slides", "video", "colab", "blog"),
}
"""What Tab offers for each word of a metavar: names that storage.candidates keeps, or words. `a|b` offers a and b,
an enum its values, COMMAND all commands, another word nothing. tools/declaration.py reads all that."""


class Sections(typer.core.TyperGroup):
    """Help that lists the commands by what they are for."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for title in (FIND, TRACK, HOUSE):
            commands = [
                (name, command)
                for name, command in self.commands.items()
                if getattr(command, "rich_help_panel", "") == title
            ]
            with formatter.section(title):
                formatter.write_dl([(name, command.get_short_help_str(60)) for name, command in commands])


class Command(typer.core.TyperCommand):
    """Usage as manuals write it: what must be given stands there without braces."""

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return [piece.strip("{}") for piece in super().collect_usage_pieces(ctx)]


class WithDashes(Command):
    """A command among whose words are `-word`s, which click would take for a row of short options."""

    options: ClassVar[re.Pattern[str]]
    """What begins with a dash and is none of them."""

    def make_parser(self, ctx: Any) -> Any:
        parser: Any = super().make_parser(ctx)
        process = parser._process_opts

        def take(word: str, state: Any) -> None:
            if self.options.fullmatch(word):
                process(word, state)
            else:
                state.largs.append(word)

        parser._process_opts = take
        return parser


class QueryCommand(WithDashes):
    """Takes a query, in which `-word` is a word to do without."""

    options = re.compile(r"--.*|-[A-Za-z]|-n\d+", re.DOTALL)


class TagCommand(WithDashes):
    """Takes tags to put off, like `-later`; of the tag h it is `-- -h`."""

    options = re.compile(r"--.*|-h", re.DOTALL)


class App(typer.Typer):
    def command(
        self, name: str | None = None, *, cls: type[typer.core.TyperCommand] | None = None, **settings: Any
    ) -> Callable[[CommandFunctionType], CommandFunctionType]:
        return super().command(name, cls=cls or Command, **settings)


app = App(
    add_completion=False,
    subcommand_metavar="[COMMAND [ARGUMENT]...]",
    rich_markup_mode=None,
    cls=Sections,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is not a date; write it like 2026-01-31") from None


Keys = Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys, aliases or unique prefixes; - reads stdin.")]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="en|zh", help="Language of titles and texts (default: your locale)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON: an array of objects with every field.")]
JustKeys = Annotated[bool, typer.Option("--keys", help="Print only the keys, one per line.")]
Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", "-t", metavar="TAG", help="Only entries with this tag (repeatable: all of them)."),
]
ANY_CASE: dict[str, Any] = {"case_sensitive": False}
DAY: dict[str, Any] = {"parser": _day, "metavar": "YYYY-MM-DD"}
QUERY = typer.Argument(metavar="QUERY...", help='Words, "phrases", author:lee, year:2019, -word, a OR b.')
Limit = Annotated[int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="Maximum number of results.")]


@app.callback()
def dashboard(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.")] = False,
    lang: Lang = None,
) -> None:
    """A reading list for the terminal: papers with code, and courses.

    Without a command, shows your progress, what you are reading and what to read next.
    """
    if version:
        from dlread_cli import __version__

        terminal.write([f"dlread {__version__}"])
    elif ctx.invoked_subcommand is None:
        from dlread_cli.commands import dashboard as command

        command.run(_language(lang))
        return
    elif lang:
        os.environ["DLREAD_LANG"] = _language(lang)
        return
    else:
        return
    raise typer.Exit


@app.command("list", rich_help_panel=FIND, cls=QueryCommand)
def list_(
    words: Annotated[list[str] | None, QUERY] = None,
    tag: Tags = None,
    status: Annotated[
        list[Status] | None,
        typer.Option("--status", "-s", help="Only entries with this status (repeatable: any of them).", **ANY_CASE),
    ] = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", "-k", help="Only papers, or only course sections.", **ANY_CASE)
    ] = None,
    catalog: Annotated[
        str,
        typer.Option("--catalog", metavar="CATALOG", help="Only entries of this catalog; dlread catalog lists them."),
    ] = "",
    year: Annotated[
        str, typer.Option("--year", metavar="2019|2018..2019", help="Only entries from this year or these years.")
    ] = "",
    author: Annotated[
        str, typer.Option("--author", metavar="NAME", help="Only entries by an author with this name, or part of it.")
    ] = "",
    sort: Annotated[Sort, typer.Option("--sort", **ANY_CASE, help="Sort order.")] = Sort.CATALOG,
    limit: Limit = None,
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """List all entries, or those that match a query.

    See dlread search --help for the query syntax.
    """
    from dlread_cli.commands import list as command

    conditions = all_of(
        *(Is("tag", one) for one in tag or ()),
        either("status", tuple(status or ())),
        either("kind", tuple(kind or ())),
        *([Is("catalog", catalog)] if catalog else []),
        *([years(year)] if year else []),
        *(Words(one, "author", start=-1) for one in author.split()),
    )
    command.run(" ".join(words or ()), conditions, sort, limit, _form(as_json, keys), _language(lang))


@app.command(rich_help_panel=FIND, cls=QueryCommand)
def search(
    words: Annotated[list[str], QUERY],
    limit: Limit = None,
    why: Annotated[bool, typer.Option("--why", help="Show which fields match.")] = False,
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """Search entries, best match first.

    Searches titles, authors, summaries, tags, notes, identifiers and addresses, in English and Chinese.
    An entry matches if it contains all the words.

    \b
    graph attention      both words, in any order
    "graph attention"    the exact phrase
    author:lee           in this field; also title: and venue:
    tag:rl               with this tag; also status:, kind: and catalog:
    year:2018..2020      in these years; also 2018.. and ..2020
    -word -tag:rl        without these
    a OR b, (a OR b) c   alternatives

    Your shell removes one pair of quotes, so quote a phrase twice: dlread search '"graph attention"'.
    A word that matches nothing is replaced by the closest known one, with a notice.
    """
    from dlread_cli.commands import search as command

    raise typer.Exit(command.run(" ".join(words), limit, why, _form(as_json, keys), _language(lang)))


@app.command(rich_help_panel=FIND)
def show(keys: Keys, as_json: Json = False, lang: Lang = None) -> None:
    """Show everything about one or more entries."""
    from dlread_cli.commands import show as command

    command.run(keys, _form(as_json), _language(lang))


@app.command("open", rich_help_panel=FIND)
def open_(
    keys: Keys,
    paper: Annotated[bool, typer.Option("--paper", help="Open the paper's page.")] = False,
    pdf: Annotated[bool, typer.Option("--pdf", help="Open the PDF.")] = False,
    docs: Annotated[bool, typer.Option("--docs", help="Open the documentation.")] = False,
    project: Annotated[bool, typer.Option("--project", help="Open the project page.")] = False,
    slides: Annotated[bool, typer.Option("--slides", help="Open the slides.")] = False,
    video: Annotated[bool, typer.Option("--video", help="Open the video.")] = False,
    colab: Annotated[bool, typer.Option("--colab", help="Open the notebook.")] = False,
    blog: Annotated[bool, typer.Option("--blog", help="Open the blog post.")] = False,
    link: Annotated[
        str, typer.Option("--link", metavar="KIND", help="Open another link; dlread show lists their kinds.")
    ] = "",
    print_: Annotated[bool, typer.Option("--print", help="Print the address instead of opening it.")] = False,
) -> None:
    """Open entries in the browser.

    Opens the repository of a paper or the lecture of a course section, unless an option selects another link.
    Without a display, the address is printed.
    """
    from dlread_cli.commands import open as command

    flags = zip(
        ("paper", "pdf", "docs", "project", "slides", "video", "colab", "blog", link),
        (paper, pdf, docs, project, slides, video, colab, blog, bool(link)),
        strict=True,
    )
    kinds = [kind for kind, wanted in flags if wanted]
    if len(kinds) > 1:
        raise typer.BadParameter(f"choose one of --{' and --'.join(kinds)}")
    command.run(keys, kinds[0] if kinds else "", print_)


@app.command("next", rich_help_panel=FIND)
def next_(
    tag: Tags = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", "-k", help="Only papers, or only course sections.", **ANY_CASE)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help="Maximum number of results.")] = 5,
    why: Annotated[bool, typer.Option("--why", help="Show how each score is made up.")] = False,
    opens: Annotated[bool, typer.Option("--open", help="Open the first suggestion in the browser.")] = False,
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """Suggest what to read next, with reasons."""
    from dlread_cli.commands import next as command

    query = all_of(*(Is("tag", one) for one in tag or ()), either("kind", tuple(kind or ())))
    command.run(query, limit, why, opens, _form(as_json, keys), _language(lang))


@app.command(rich_help_panel=FIND)
def path(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A key, alias or unique prefix.")],
    from_: Annotated[bool, typer.Option("--from", help="Show what builds on the entry instead.")] = False,
    unread: Annotated[bool, typer.Option("--unread", help="Leave out entries that are read or skipped.")] = False,
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """Show what to read before an entry, in order, with reasons."""
    from dlread_cli.commands import path as command

    command.run(key, from_, unread, _form(as_json, keys), _language(lang))


@app.command(rich_help_panel=FIND)
def course(as_json: Json = False, keys: JustKeys = False, lang: Lang = None) -> None:
    """Show the course as a tree, with your progress."""
    from dlread_cli.commands import course as command

    command.run(_form(as_json, keys), _language(lang))


@app.command(rich_help_panel=FIND)
def cite(
    keys: Keys,
    style: Annotated[
        Style, typer.Option("--style", **ANY_CASE, help="BibTeX (the authors' own, if known) or a line of text.")
    ] = Style.BIBTEX,
    as_json: Annotated[bool, typer.Option("--json", help="Print CSL-JSON.")] = False,
) -> None:
    """Cite entries as BibTeX, plain text or CSL-JSON."""
    from dlread_cli.commands import cite as command

    command.run(keys, style, as_json)


@app.command(rich_help_panel=FIND)
def tags(as_json: Json = False, lang: Lang = None) -> None:
    """List all tags, with their meaning and number of entries."""
    from dlread_cli.commands import tags as command

    command.run(_form(as_json), _language(lang))


@app.command(rich_help_panel=TRACK)
def add(
    references: Annotated[
        list[str],
        typer.Argument(metavar="WHAT...", help="arXiv ids, DOIs, addresses of papers or repositories; - reads stdin."),
    ],
    key: Annotated[
        str, typer.Option("--key", metavar="NAME", help="Key of the new entry (default: like vaswani2017attention).")
    ] = "",
    tag: Annotated[
        list[str] | None, typer.Option("--tag", "-t", metavar="TAG", help="Add this tag (repeatable).")
    ] = None,
    status: Annotated[
        Status | None, typer.Option("--status", "-s", help="Initial status (default: unread).", **ANY_CASE)
    ] = None,
    no_fetch: Annotated[
        bool, typer.Option("--no-fetch", help="Stay offline; add it again later to fetch the metadata.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Add papers and repositories, and fetch their metadata.

    Takes arXiv ids, DOIs and web addresses, such as those of arXiv, OpenReview, the ACL Anthology, PMLR and GitHub.
    Existing entries are reported; only their missing fields are filled in.
    """
    from dlread_cli.commands import add as command

    raise typer.Exit(command.run(references, key, tag or [], status, not no_fetch, _language(lang)))


@app.command(rich_help_panel=TRACK)
def edit(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A key, alias or unique prefix.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FIELD=VALUE...]", help="Fields to set (default: open $EDITOR); - reads YAML from stdin."
        ),
    ] = None,
    reset: Annotated[
        bool, typer.Option("--reset", help="Restore the catalog's fields; status, rating, note and tags stay.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Edit an entry, in your editor or by FIELD=VALUE.

    Catalog files are never changed; your edits override them. FIELD= clears a value.
    """
    from dlread_cli.commands import edit as command

    command.run(key, words or [], reset, _language(lang))


@app.command(rich_help_panel=TRACK)
def remove(keys: Keys, lang: Lang = None) -> None:
    """Remove entries that you added."""
    from dlread_cli.commands import remove as command

    command.run(keys, _language(lang))


@app.command(rich_help_panel=TRACK, cls=QueryCommand)
def refresh(
    words: Annotated[list[str] | None, QUERY] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Record the changes found; catalog files stay unchanged.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before marking many links as gone.")] = False,
) -> None:
    """Check links and repositories: moved, archived or gone.

    Checks all entries, the ones that you name, or those that match a query (see dlread search --help). Also reports
    when each repository last changed. A link to an unknown host is marked as gone only if the host is still unknown
    on another day. GitHub allows 60 requests an hour, or 5,000 with GITHUB_TOKEN.
    """
    from dlread_cli.commands import refresh as command

    raise typer.Exit(command.run(words or [], write, yes))


@app.command("mark-read", rich_help_panel=TRACK)
def mark_read(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as read; a section includes all its parts."""
    _mark(keys, Status.READ, lang)


@app.command("mark-reading", rich_help_panel=TRACK)
def mark_reading(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as currently being read."""
    _mark(keys, Status.READING, lang)


@app.command("mark-unread", rich_help_panel=TRACK)
def mark_unread(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as unread."""
    _mark(keys, Status.UNREAD, lang)


@app.command("mark-skipped", rich_help_panel=TRACK)
def mark_skipped(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as skipped: excluded from progress."""
    _mark(keys, Status.SKIPPED, lang)


@app.command(rich_help_panel=TRACK)
def note(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A key, alias or unique prefix.")],
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT...]", help="The note (default: open $EDITOR); - reads stdin.")
    ] = None,
    lang: Lang = None,
) -> None:
    """Write a note, replacing any old one; '' removes it."""
    from dlread_cli.commands import note as command

    command.run(key, text or [], _language(lang))


@app.command(rich_help_panel=TRACK, cls=TagCommand)
def tag(
    words: Annotated[
        list[str],
        typer.Argument(metavar="KEY... +TAG... -TAG...", help="Entries, tags to add (+) and tags to remove (-)."),
    ],
    lang: Lang = None,
) -> None:
    """Add and remove tags: dlread tag smac +thesis -later."""
    from dlread_cli.commands import tag as command

    command.run(words, _language(lang))


@app.command(rich_help_panel=TRACK)
def rate(
    words: Annotated[
        list[str], typer.Argument(metavar="KEY... STARS", help="Entries, then 1 to 5 stars; 0 removes the rating.")
    ],
    lang: Lang = None,
) -> None:
    """Rate entries from 1 to 5 stars: dlread rate smac 4."""
    from dlread_cli.commands import rate as command

    command.run(words, _language(lang))


@app.command(rich_help_panel=TRACK)
def undo(lang: Lang = None) -> None:
    """Undo the last change on this machine; repeat for more."""
    from dlread_cli.commands import undo as command

    command.run(_language(lang))


@app.command(rich_help_panel=TRACK)
def history(
    key: Annotated[str, typer.Argument(metavar="[KEY]", help="Only changes to this entry.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", metavar="N", min=0, help="Maximum number of changes.")] = 20,
    as_json: Json = False,
) -> None:
    """Show your changes on all machines, newest first."""
    from dlread_cli.commands import history as command

    command.run(key, limit, _form(as_json))


@app.command(rich_help_panel=TRACK)
def stats(
    since: Annotated[date | None, typer.Option(help="Count from this day on.", **DAY)] = None,
    until: Annotated[date | None, typer.Option(help="Count up to and including this day.", **DAY)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: one object with every figure.")] = False,
    lang: Lang = None,
) -> None:
    """Show your progress by catalog, part, tag and week.

    --since and --until limit the weeks, the streak and the number read; the bars always show your current progress.
    """
    from dlread_cli.commands import stats as command
    from dlread_cli.domain.diary import Span

    command.run(Span(since, until), _form(as_json), _language(lang))


@app.command(rich_help_panel=HOUSE)
def catalog(as_json: Json = False, lang: Lang = None) -> None:
    """List the catalogs, with their sources and further reading."""
    from dlread_cli.commands import catalog as command

    command.run(_form(as_json), _language(lang))


@app.command(rich_help_panel=HOUSE)
def paths(as_json: Json = False) -> None:
    """Show where dlread keeps your data and its other files."""
    from dlread_cli.commands import paths as command

    command.run(_form(as_json))


@app.command(rich_help_panel=HOUSE)
def completion(
    shell: Annotated[
        str, typer.Argument(metavar="[bash|zsh|fish|powershell]", help="The shell (default: the one in $SHELL).")
    ] = "",
    install: Annotated[bool, typer.Option("--install", help="Install the script, and say how to remove it.")] = False,
    refresh: Annotated[bool, typer.Option("--refresh", hidden=True, help="Rewrite the completion candidates.")] = False,
) -> None:
    """Print a shell completion script."""
    from dlread_cli.commands import completion as command

    if refresh:
        command.refresh()
    elif install:
        command.install(shell)
    else:
        command.run(shell)


@app.command(rich_help_panel=HOUSE)
def doctor() -> None:
    """Check all files; exits 1 if it finds problems."""
    from dlread_cli.commands import doctor as command

    raise typer.Exit(command.run())


@app.command("help", rich_help_panel=HOUSE)
def help_(
    command: Annotated[str, typer.Argument(metavar="[COMMAND]", help="The command (default: list all commands).")] = "",
) -> None:
    """Show help for a command."""
    raise typer.Exit(_call([*([command] if command else []), "--help"]))


def _mark(keys: list[str], status: Status, lang: str | None) -> None:
    from dlread_cli.commands import mark as command

    command.run(keys, status, _language(lang))


def _form(as_json: bool, keys: bool = False) -> Any:
    from dlread_cli.commands.common import Form

    if as_json and keys:
        raise typer.BadParameter("choose one of --json and --keys")
    return Form.JSON if as_json else Form.KEYS if keys else Form.AUTO


def _language(chosen: str | None) -> str:
    if chosen not in (None, "en", "zh"):
        raise typer.BadParameter(f"'{chosen}' is not a language here; choose en or zh")
    return terminal.language(chosen)


def main() -> None:
    """Runs the command and ends the process with its exit status: 0, 1, 2, 3 or 130."""
    try:
        terminal.prepare()
        arguments = terminal.arguments()
        _declare_only(arguments[:1])
        status = _run(arguments)
    except KeyboardInterrupt:
        status = 130
    terminal.exit_now(status)


def _declare_only(name: list[str]) -> None:
    """Typer would build all commands to run one: a seventh of a plain call. Help and an unknown name need them all."""
    wanted = [one for one in app.registered_commands if [one.name or getattr(one.callback, "__name__", "")] == name]
    if wanted and name != ["help"]:
        app.registered_commands = wanted


def _run(arguments: list[str]) -> int:
    try:
        status = _invoke(arguments)
        terminal.flush()
        return status
    except ClickException as error:
        terminal.say(f"dlread: {_sentence(error)}")
        return 2 if isinstance(error, ClickUsageError) else 1
    except DlreadError as error:
        terminal.say(f"dlread: {shortened(str(error))}")
        if isinstance(error, QueryError):
            terminal.point_at(error.query, error.position)
        return error.exit_status
    except BrokenPipeError:
        terminal.abandon()
        return 0
    except OSError as error:
        terminal.abandon()
        terminal.say(f"dlread: {error.strerror or error}")
        return 1


def _invoke(arguments: list[str]) -> int:
    try:
        return _call(arguments)
    except (ClickException, OSError):
        raise
    except Exception as error:
        if isinstance(error, DlreadError) and not isinstance(error, LibraryError):
            raise
        from dlread_cli.storage import database, library

        if effects.has_begun:
            database.discard()  # should it be to blame, the next command does not meet it again
            raise
        with library.without_its_file(error):  # our fault, or that of what was read from it?
            return _call(arguments)


def _call(arguments: list[str]) -> int:
    return typer.main.get_command(app)(arguments, prog_name="dlread", standalone_mode=False) or 0


def _sentence(error: ClickException) -> str:
    """click's words in our form: `missing argument 'KEY...'; see dlread show --help`."""
    message = _short(" ".join(error.format_message().split())).removesuffix(".").replace(". Did you", "; did you")
    message = message.replace("is not a valid int range", "is not a whole number")
    message = re.sub(r"is not in the range x>=(\d+)", r"is too few; the least is \1", message)
    context = getattr(error, "ctx", None)
    way_out = f"; see {context.command_path} --help" if context and not message.endswith("?") else ""
    return message[:1].lower() + message[1:] + way_out


_LONGEST = 300
"""Characters of what click says, which repeats what was typed."""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."

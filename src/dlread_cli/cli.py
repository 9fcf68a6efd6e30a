"""The command line: every command declared once, with Typer, and nothing else."""

from __future__ import annotations  # typer then evaluates the declaration of the one command that runs

import os
import sys
from datetime import date
from typing import Annotated, Any

import typer

from dlread_cli import commands, terminal
from dlread_cli.app import App, QueryCommand, Sections, TagCommand
from dlread_cli.domain.entries import Kind, Status
from dlread_cli.domain.queries import Sort, Style
from dlread_cli.formats.registry import READ, WRITTEN
from dlread_cli.translation import marked, tr

FIND, TRACK, HOUSE = marked("Find and read"), marked("Keep track"), marked("Maintenance")
SHARE = marked("Share lists")

OFFERED: dict[str, str | tuple[str, ...]] = {
    "KEY": "keys",
    "TAG": "tags",
    "CATALOG": "catalogs",
    "LIST": "catalogs",
    "QUERY": "fields",
    "FILE": "files",
    "WHAT": "files",
    "zotero|FILE": "files",
    "FORMAT": READ,
    "STARS": ("1", "2", "3", "4", "5"),
    "KIND": ("repository", "paper", "pdf", "docs", "project", "slides", "video", "colab", "blog"),
}
"""What Tab offers for each word of a metavar: names that storage.candidates keeps, files, or words. `a|b` offers a and
b, an enum its values, COMMAND all commands, another word nothing. tools/declaration.py reads all that."""


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
        raise typer.BadParameter(tr("'{text}' is not a date; write it like 2026-01-31", text=text)) from None


def _countable(limit: int | None) -> int | None:
    """No more than SQLite and Python can count to."""
    return limit if limit is None else min(limit, sys.maxsize)


Keys = Annotated[list[str], typer.Argument(metavar="KEY...", help="Keys, aliases or unique prefixes; - reads stdin.")]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="en|zh", help="Language of messages, titles and texts (default: your locale)."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON: an array of objects with every field.")]
JustKeys = Annotated[bool, typer.Option("--keys", help="Print only the keys, one per line.")]
Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", "-t", metavar="TAG", help="Only entries with this tag (repeatable: all of them)."),
]
Lists = Annotated[list[str], typer.Argument(metavar="LIST...", help="Names of lists that you added.")]
ANY_CASE: dict[str, Any] = {"case_sensitive": False}
DAY: dict[str, Any] = {"parser": _day, "metavar": "YYYY-MM-DD"}
QUERY = typer.Argument(metavar="QUERY...", help='Words, "phrases", author:lee, rating:4.., -word, a OR b.')
LIMIT: dict[str, Any] = {"metavar": "N", "callback": _countable}
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=0, help="Maximum number of results.", **LIMIT)]


@app.callback()
def dashboard(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.")] = False,
    lang: Lang = None,
    color: Annotated[
        str,
        typer.Option(
            "--color",
            metavar="always|never|auto",
            show_default=False,
            help="When to use colours; always also prints tables to a pipe (default: auto).",
        ),
    ] = "auto",  # this and the next are read by global_options
    no_pager: Annotated[bool, typer.Option("--no-pager", help="Do not send long output through a pager.")] = False,
) -> None:
    """A reading list for the terminal: papers with code, and courses.

    Without a command, shows your progress, what you are reading and what to read next.
    --color and --no-pager may also stand after the command.
    """
    if version or ctx.invoked_subcommand is None:
        raise typer.Exit(commands.call("", {"version": version, "lang": lang}))
    if lang:
        os.environ["DLREAD_LANG"] = terminal.language(lang)


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
    sort: Annotated[
        Sort | None,
        typer.Option("--sort", **ANY_CASE, help="Sort order (default: catalog, unless list.sort is set)."),
    ] = None,
    limit: Limit = None,
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """List all entries, or those that match a query.

    See dlread search --help for the query syntax.
    """


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
    author:lee           in this field; also title:, venue: and note:
    tag:rl               with this tag; also status:, kind: and catalog:
    year:2018..2020      in these years; also 2018.. and ..2020
    rating:4..           rated 4 or better; also rating:4 and rating:..2
    has:note             with a note; also has:rating
    read:2026-11         read in this month; also a day, a year or a range
    added:2026-11-20..   added since this day
    is:superseded        also disputed, corrected, gone, moved and archived
    is:planned           in your plan, and not read yet
    -word -tag:rl        without these; also NOT word
    a OR b, (a OR b) c   alternatives; also a | b

    Your shell removes one pair of quotes, so quote a phrase twice: dlread search '"graph attention"'.
    A word that matches nothing is replaced by the closest known one, with a notice, but not with --json or --keys.
    """


@app.command(rich_help_panel=FIND)
def show(keys: Keys, as_json: Json = False, lang: Lang = None) -> None:
    """Show everything about one or more entries."""


@app.command("open", rich_help_panel=FIND)
def open_(
    keys: Keys,
    code: Annotated[bool, typer.Option("--code", help="Open the repository.")] = False,
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

    Opens the repository of a paper or the lecture of a course section, unless an option selects another link. With
    open_first = "paper" in the settings (see dlread config), opens the paper.
    Without a display, the address is printed.
    """


@app.command("next", rich_help_panel=FIND)
def next_(
    tag: Tags = None,
    kind: Annotated[
        list[Kind] | None, typer.Option("--kind", "-k", help="Only papers, or only course sections.", **ANY_CASE)
    ] = None,
    catalog: Annotated[
        str, typer.Option("--catalog", metavar="CATALOG", help="Only from this catalog; dlread catalog lists them.")
    ] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Maximum number of results.", **LIMIT)] = 5,
    why: Annotated[bool, typer.Option("--why", help="Show how each score is made up.")] = False,
    opens: Annotated[bool, typer.Option("--open", help="Open the first suggestion in the browser.")] = False,
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """Suggest what to read next, with reasons."""


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


@app.command(rich_help_panel=FIND)
def course(
    catalog: Annotated[
        str,
        typer.Argument(metavar="[CATALOG]", help="Only this one, with all its entries (default: the sections of all)."),
    ] = "",
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """Show courses as a tree, with your progress.

    A course is any catalog with sections.
    """


@app.command(rich_help_panel=FIND)
def cite(
    keys: Keys,
    style: Annotated[
        Style, typer.Option("--style", **ANY_CASE, help="BibTeX (the authors' own, if known) or a line of text.")
    ] = Style.BIBTEX,
    as_json: Annotated[bool, typer.Option("--json", help="Print CSL-JSON.")] = False,
) -> None:
    """Cite entries as BibTeX, plain text or CSL-JSON."""


@app.command(rich_help_panel=FIND)
def tags(as_json: Json = False, lang: Lang = None) -> None:
    """List all tags, with their meaning and number of entries."""


@app.command(rich_help_panel=TRACK)
def add(
    references: Annotated[
        list[str],
        typer.Argument(metavar="WHAT...", help="arXiv ids, DOIs, addresses, owner/repo or a title; - reads stdin."),
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
    first: Annotated[bool, typer.Option("--first", help="Take the best match for a title without asking.")] = False,
    no_fetch: Annotated[
        bool, typer.Option("--no-fetch", help="Stay offline; add it again later to fetch the metadata.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Add papers and repositories, and fetch their metadata.

    Takes arXiv ids, DOIs and web addresses, such as those of arXiv, OpenReview, the ACL Anthology, PMLR and GitHub.
    owner/repo is a repository on GitHub. A PDF is found by the arXiv id in its file name, or with dlread-cli[pdf] by
    the arXiv id or DOI in it. For a title, arXiv is searched, and you choose one of the best three.
    Existing entries are reported; only their missing fields are filled in.
    """


@app.command("import", rich_help_panel=TRACK)
def import_(
    what: Annotated[
        list[str],
        typer.Argument(metavar="zotero|FILE...", help="Files, folders or zip files; zotero; - reads stdin."),
    ],
    format: Annotated[
        str,
        typer.Option("--format", "-f", metavar="FORMAT", help="File format (default: recognized by content)."),
    ] = "",
    tag: Annotated[
        list[str] | None, typer.Option("--tag", "-t", metavar="TAG", help="Add this tag to all (repeatable).")
    ] = None,
    status: Annotated[Status | None, typer.Option("--status", "-s", help="Status for all.", **ANY_CASE)] = None,
    library: Annotated[
        str, typer.Option("--library", metavar="NAME", help="Zotero: the group library to read (default: your own).")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be imported; change nothing.")] = False,
    lang: Lang = None,
) -> None:
    """Import papers from other programs and files.

    Reads BibTeX, RIS, CSL-JSON, CSV (Zotero, Pocket, Readwise Reader, Instapaper, Raindrop), Omnivore, Markdown
    lists, browser bookmarks, lists of addresses, the stores of papis, pubs, cobib and buku, the JSON of Paperpile and
    Mendeley, and exports of dlread.
    With zotero, reads the running Zotero or its database, with the status of the plugin Reading List.
    Status, rating, tags, notes and dates are kept. Existing entries are reported; only their missing fields are filled
    in, so you can import the same file again.

    The formats are json (dlread's own), omnivore, paperpile, mendeley, csl-json, bibtex, ris, bookmarks, csv, cobib,
    papis, buku, markdown and addresses.
    """


@app.command(rich_help_panel=TRACK, cls=QueryCommand)
def export(
    words: Annotated[list[str] | None, QUERY] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="|".join(WRITTEN), help="File format (default: by FILE's ending, or json)."
        ),
    ] = "",
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")] = "",
) -> None:
    """Export entries to a file or to standard output.

    Exports all entries, or those that match a query. The format json loses nothing: status, rating, notes, tags and
    their history come back with dlread import. The others keep as much as the format allows; a catalog has nothing
    personal, and others can add it with dlread catalog add.
    """


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

    Catalog files are never changed; your edits override them. FIELD= clears a value. key=NEW renames an entry that you
    added, and the old key becomes an alias. read_first=KEY,KEY and related=KEY name other entries.
    """


@app.command(rich_help_panel=TRACK)
def remove(keys: Keys, lang: Lang = None) -> None:
    """Remove entries that you added."""


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


@app.command("mark-read", rich_help_panel=TRACK)
def mark_read(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as read; a section includes all its parts."""


@app.command("mark-reading", rich_help_panel=TRACK)
def mark_reading(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as currently being read."""


@app.command("mark-unread", rich_help_panel=TRACK)
def mark_unread(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as unread."""


@app.command("mark-skipped", rich_help_panel=TRACK)
def mark_skipped(keys: Keys, lang: Lang = None) -> None:
    """Mark entries as skipped: excluded from progress."""


@app.command(rich_help_panel=TRACK)
def note(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A key, alias or unique prefix.")],
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT...]", help="A line to add (default: open $EDITOR); - reads stdin."),
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", help="Edit the whole note in $EDITOR.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the whole note with the text.")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Remove the note.")] = False,
    lang: Lang = None,
) -> None:
    """Add a line with today's date to your note on an entry.

    Lines that you add or change on several machines are merged. Without a text, opens your editor on a terminal and
    prints the note elsewhere.
    """


@app.command(rich_help_panel=TRACK, cls=TagCommand)
def tag(
    words: Annotated[
        list[str],
        typer.Argument(metavar="KEY... +TAG... -TAG...", help="Entries, tags to add (+) and tags to remove (-)."),
    ],
    lang: Lang = None,
) -> None:
    """Add and remove tags: dlread tag smac +thesis -later."""


@app.command(rich_help_panel=TRACK)
def plan(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[KEY...]", help="Entries (default: list the plan); - reads stdin.")
    ] = None,
    top: Annotated[bool, typer.Option("--top", help="Put them at the top of the plan.")] = False,
    before: Annotated[
        str, typer.Option("--before", metavar="KEY", help="Read them before this entry, as a prerequisite.")
    ] = "",
    remove: Annotated[
        bool, typer.Option("--remove", help="Take them out of the plan; with --before, no longer a prerequisite.")
    ] = False,
    as_json: Json = False,
    keys: JustKeys = False,
    lang: Lang = None,
) -> None:
    """Plan what to read, in your own order.

    dlread next suggests the entries of your plan first, in its order, and their prerequisites before them. A
    prerequisite counts in dlread path, too. Read and skipped entries are not listed.
    """


@app.command(rich_help_panel=TRACK)
def rate(
    words: Annotated[
        list[str], typer.Argument(metavar="KEY... STARS", help="Entries, then 1 to 5 stars; 0 removes the rating.")
    ],
    lang: Lang = None,
) -> None:
    """Rate entries from 1 to 5 stars: dlread rate smac 4."""


@app.command(rich_help_panel=TRACK)
def undo(
    step: Annotated[
        str, typer.Argument(metavar="[STEP]", help="A number from dlread history (default: the last change).")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be undone; change nothing.")] = False,
    lang: Lang = None,
) -> None:
    """Undo the last change on this machine; repeat for more.

    With a STEP, undoes that step of dlread history, which must have been made on this machine. What was changed since
    stays as it is.
    """


@app.command(rich_help_panel=TRACK)
def redo(
    step: Annotated[
        str, typer.Argument(metavar="[STEP]", help="A number from dlread history (default: the last undo).")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be redone; change nothing.")] = False,
    lang: Lang = None,
) -> None:
    """Bring back what the last undo took back; repeat for more.

    With a STEP, brings back that step of dlread history, if it is undone. After a new
    change, only this is possible.
    """


@app.command(rich_help_panel=TRACK)
def history(
    key: Annotated[str, typer.Argument(metavar="[KEY]", help="Only changes to this entry.")] = "",
    limit: Annotated[int, typer.Option("--limit", "-n", min=0, help="Maximum number of changes.", **LIMIT)] = 20,
    as_json: Json = False,
) -> None:
    """Show your changes on all machines, newest first.

    The steps are numbered for dlread undo STEP and dlread redo STEP. An undo has the number of the step that it took
    back, so it changes no other number.
    """


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


@app.command(rich_help_panel=SHARE)
def catalog(as_json: Json = False, lang: Lang = None) -> None:
    """Show the catalogs, with their sources and further reading.

    dlread catalog add subscribes to somebody else's list; dlread help lists the other commands for catalogs.
    """


@app.command("catalog list", rich_help_panel=SHARE)
def catalog_list(as_json: Json = False, lang: Lang = None) -> None:
    """Show the catalogs, like dlread catalog."""


@app.command("catalog add", rich_help_panel=SHARE)
def catalog_add(
    what: Annotated[str, typer.Argument(metavar="FILE", help="A file, an address or a git repository.")],
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="Name of the catalog here (default: the list's own).")
    ] = "",
) -> None:
    """Subscribe to a list: a file, the web, git, awesome lists.

    The list is a catalog in YAML (see dlread catalog new) or in Markdown, whose headings become sections. A git
    repository, here or elsewhere, is read as it was last committed: the file #PATH at the end of its address, or else
    catalog.yaml or README.md.

    The keys of its entries begin with its name, as in NAME/attention; the rest is enough where only one entry has it.
    Your status, ratings, notes and tags stay yours.
    """


@app.command("catalog show", rich_help_panel=SHARE)
def catalog_show(
    name: Annotated[str, typer.Argument(metavar="CATALOG", help="Its name, as in dlread catalog list.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: one object.")] = False,
    lang: Lang = None,
) -> None:
    """Show a catalog: its source, version, progress and problems."""


@app.command("catalog check", rich_help_panel=SHARE)
def catalog_check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Lists in YAML or Markdown.")],
) -> None:
    """Check lists that you keep; exits 1 if it finds problems."""


@app.command("catalog new", rich_help_panel=SHARE)
def catalog_new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of the catalog; the file is NAME.yaml.")],
) -> None:
    """Write a commented template of a list to NAME.yaml."""


@app.command("catalog update", rich_help_panel=SHARE)
def catalog_update(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[LIST...]", help="Names of lists that you added (default: all).")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change; change nothing.")] = False,
) -> None:
    """Fetch lists again; shows what is new, changed and gone.

    An entry that is gone stays, marked as such, if you have a status, rating, note or tag there. Until a list can be
    fetched, its last copy counts.
    """


@app.command("catalog remove", rich_help_panel=SHARE)
def catalog_remove(names: Lists) -> None:
    """Unsubscribe from lists that you added.

    What you did with their entries stays in your journal: your status, ratings, notes and tags come back if you add
    the list again.
    """


@app.command(rich_help_panel=HOUSE)
def paths(as_json: Json = False) -> None:
    """Show where dlread keeps your data and its other files."""


@app.command(rich_help_panel=HOUSE)
def config(
    edit: Annotated[bool, typer.Option("--edit", help="Open the settings in your editor, and check them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON: an array of objects.")] = False,
) -> None:
    """Show your settings and where each comes from, or edit them.

    Settings are kept in config.toml in the configuration directory. Environment variables override the file, and
    options override both.
    """


@app.command(rich_help_panel=HOUSE)
def completion(
    shell: Annotated[
        str, typer.Argument(metavar="[bash|zsh|fish|powershell]", help="The shell (default: the one in $SHELL).")
    ] = "",
    install: Annotated[
        bool, typer.Option("--install", help="Install the script, and say what else it needs and how to remove it.")
    ] = False,
    refresh: Annotated[bool, typer.Option("--refresh", hidden=True, help="Rewrite the completion candidates.")] = False,
) -> None:
    """Print a shell completion script."""


@app.command(rich_help_panel=HOUSE)
def doctor() -> None:
    """Check all files; exits 1 if it finds problems."""


@app.command(rich_help_panel=HOUSE)
def man() -> None:
    """Show the man page, even where man does not find it."""


@app.command_here("help", rich_help_panel=HOUSE)
def help_(
    command: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND]", help="The command (default: list all commands).")
    ] = None,
) -> int:
    """Show help for a command."""
    return app.run([*(command or ()), "--help"])

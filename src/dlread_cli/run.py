"""From the command line to the exit status: which command runs, what is said when it fails, what heals the library."""

import itertools
from contextlib import suppress

from dlread_cli import commands, effects, fast_path, terminal, translation
from dlread_cli.domain.wording import shortened
from dlread_cli.errors import DlreadError, LibraryError, QueryError

GLOBAL_OPTIONS = ("--color", "--no-pager")
"""They may stand before and after a command; `global_options` reads them."""


def main() -> None:
    """Runs the command and ends the process with its exit status: 0, 1, 2, 3 or 130."""
    try:
        terminal.prepare()
        arguments = terminal.arguments()
        translation.choose(lambda: terminal.message_language(_chosen_language(arguments)))
        status = _status(arguments)
    except KeyboardInterrupt:
        status = 130
    terminal.exit_now(status)


def _chosen_language(arguments: list[str]) -> str | None:
    """What --lang says, to word what is wrong with the command line, too."""
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    given = [value for name, value in itertools.pairwise(options) if name == "--lang"]
    given += [one.partition("=")[2] for one in options if one.startswith("--lang=")]
    return given[-1] if given else None


def _status(arguments: list[str]) -> int:
    try:
        if any(word.startswith(GLOBAL_OPTIONS) for word in arguments):
            from dlread_cli import global_options

            arguments = global_options.apply(arguments)
        status = _healing(arguments)
        terminal.flush()
        return status
    except DlreadError as error:
        terminal.say(f"dlread: {shortened(str(error))}")
        if isinstance(error, QueryError):
            terminal.point_at(error.query, error.position)
        return error.exit_status
    except (BrokenPipeError, SystemExit):  # typer and rich make the other of the one
        terminal.abandon()
        return 0
    except OSError as error:
        terminal.abandon()
        terminal.say(f"dlread: {translation.reason(error)}", at_once=True)
        return 1
    except Exception:  # our fault; its traceback stands below what has been shown
        with suppress(OSError):
            terminal.flush()
        raise


def _healing(arguments: list[str]) -> int:
    """Once more without the library's file, where that may be to blame and nobody has seen anything yet."""
    try:
        return _call(arguments)
    except OSError:
        raise
    except Exception as error:
        if isinstance(error, DlreadError) and not isinstance(error, LibraryError):
            raise
        from dlread_cli import opening
        from dlread_cli.storage import database, library

        if effects.has_begun:
            database.discard(waiting=opening.say_waiting)  # if it is to blame, the next command does not meet it
            raise
        with library.without_its_file(error, opening.say_waiting):  # our fault, or that of what was read from it?
            return _call(arguments)


def _call(arguments: list[str]) -> int:
    if plain := fast_path.read(arguments):
        return commands.call(*plain)
    from dlread_cli import cli

    return cli.app.run(arguments)

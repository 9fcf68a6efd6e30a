"""dlread completion: the script that makes Tab work in a shell, printed or put where the shell looks."""

import os
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

from dlread_cli import opening, paths, terminal
from dlread_cli.domain.wording import joined
from dlread_cli.errors import DlreadError, UsageError
from dlread_cli.storage import files
from dlread_cli.translation import marked, reason, tr


class Shell(NamedTuple):
    script: str
    """Its name in `completions/`."""
    variable: str
    usual: str
    place: str
    """In the directory that the variable names, or else in the usual one."""
    remark: str
    """What the reader may have to do; {file} is quoted for that shell. Empty for zsh, which is asked."""


SHELLS = {
    "bash": Shell(
        *("dlread.bash", "XDG_DATA_HOME", ".local/share", "bash-completion/completions/dlread"),
        marked("new bash sessions load it if bash-completion is installed; otherwise add to ~/.bashrc: source {file}"),
    ),
    "zsh": Shell(
        *("_dlread", "XDG_DATA_HOME", ".local/share", "zsh/site-functions/_dlread"),
        "",
    ),
    "fish": Shell(
        *("dlread.fish", "XDG_CONFIG_HOME", ".config", "fish/completions/dlread.fish"),
        marked("new fish sessions load it automatically"),
    ),
    "powershell": Shell(
        *("dlread.ps1", "XDG_CONFIG_HOME", ".config", "powershell/dlread.ps1"),
        marked("to load it, add to the file that $PROFILE names: . {file}"),
    ),
}

_OURS = "Completion of dlread for "
"""In the first lines of every script of ours."""


def run(shell: str, install: bool, refresh: bool) -> None:
    if refresh:
        _refresh()
    elif install:
        _install(shell)
    else:
        terminal.write(_script(_chosen(shell)).splitlines())


def _install(name: str) -> None:
    """Never into a file of somebody else's, and never into a start-up file of the shell."""
    shell = _chosen(name)
    file = _place(shell)
    files.let_the_owner_in()
    try:
        if file.exists() and _OURS not in file.read_text("utf-8", "replace")[:200]:
            raise DlreadError(tr("{file} was not made by dlread; remove it first", file=file))
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_script(shell), "utf-8")
    except OSError as error:
        raise DlreadError(tr("cannot write {file}: {problem}", file=file, problem=reason(error))) from error
    terminal.write([str(file)])
    for remark in [tr(shell.remark, file=_quoted(file))] if shell.remark else _of_zsh(file.parent):
        terminal.say(remark, wraps=not remark.startswith(" "))
    terminal.say(tr("to uninstall it: rm {file}", file=_quoted(file)))


def _of_zsh(directory: Path) -> list[str]:
    """What is still missing in the reader's start-up files, in whole lines to paste."""
    from dlread_cli import zsh

    found = zsh.setup(directory)
    fpath = f"  fpath=({_quoted(directory)} $fpath)"
    compinit = "  autoload -Uz compinit && compinit"
    again = tr("then open a new terminal, and check with: dlread completion zsh --install")
    if found is None:
        lines = [
            tr("add these lines to ~/.zshrc, or only the first, before compinit, if it is there:"),
            fpath,
            compinit,
        ]
    elif found.completes:
        return [tr("zsh completes dlread now; open a new terminal to use it")]
    elif not found.has_compinit:
        lines = [tr("add these lines to {start_up_file}:", start_up_file=_quoted(found.start_up_file)), fpath, compinit]
    elif not found.has_directory:
        lines = [
            tr("add this line to {start_up_file}, before compinit:", start_up_file=_quoted(found.start_up_file)),
            fpath,
        ]
    else:
        lines = [tr("zsh does not look for new completions, because compinit has cached the old ones; run:")]
        lines.append(f"  rm -f {_quoted(found.start_up_file.parent)}/.zcompdump*")
    return [*lines, again]


def _refresh() -> None:
    """What Tab offers, anew; in silence, since a shell calls this while somebody is typing."""
    with opening.open_library() as library:
        library.write_candidates()


def _chosen(name: str) -> Shell:
    known = joined(SHELLS)
    if not name:
        name = Path(os.environ.get("SHELL", "")).name
        if name not in SHELLS:
            raise UsageError(tr("cannot tell your shell from $SHELL; name one of {known}", known=known))
    shell = SHELLS.get({"pwsh": "powershell"}.get(name.lower(), name.lower()))
    if not shell:
        raise UsageError(tr("'{name}' is not a supported shell; choose one of {known}", name=name, known=known))
    return shell


def _script(shell: Shell) -> str:
    return paths.completion_script(shell.script).read_text("utf-8")


def _place(shell: Shell) -> Path:
    if shell is SHELLS["bash"] and (chosen := os.environ.get("BASH_COMPLETION_USER_DIR", "").split(":")[0]):
        return Path(chosen).absolute() / "completions/dlread"
    if shell is SHELLS["powershell"] and sys.platform == "win32":
        return paths.home() / "Documents/PowerShell/dlread.ps1"
    return paths.home_dir(shell.variable, shell.usual) / shell.place


def _quoted(path: Path) -> str:
    return shlex.quote(str(path))

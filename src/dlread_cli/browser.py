"""Opens an address in the reader's browser: exactly one http(s) address, as exactly one argument.

The standard library's `webbrowser` would take `-flags`, `file:` and `javascript:`, put the address into a shell
command of BROWSER's, and start a text browser where there is no display.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from dlread_cli.errors import DlreadError
from dlread_cli.translation import tr

_URL = re.compile(r"[hH][tT][tT][pP][sS]?://[^\s/?#@\\]+(?:[/?#][^\s\\]*)?")  # re.IGNORECASE takes `httpſ://`
_TAKES_CODE = re.compile(r"-\w{0,3}c|-e|--command|/c", re.IGNORECASE)
"""As in `sh -c` or `xterm -e`: what follows goes to a shell."""
_IN_TERMINAL = {"browsh", "carbonyl", "elinks", "links", "links2", "lynx", "w3m", "www-browser"}


def checked(url: str, key: str) -> str:
    """The address. Raises DlreadError unless it is a web address without control characters or a password in it."""
    if not (_URL.fullmatch(url) and url.isprintable()):
        raise DlreadError(
            tr("'{key}' has the address '{url}'; only http and https addresses can be opened", key=key, url=url)
        )
    return url


def opened(url: str) -> bool:
    """False where there is no browser or no display to show it on."""
    for command in _commands():
        try:
            if Path(command[0]).name in _IN_TERMINAL:
                if subprocess.run([*command, url], check=False).returncode == 0:
                    return True
            else:
                _start([*command, url])
                return True
        except OSError:
            continue
    return False


def _commands() -> list[list[str]]:
    """What BROWSER names, in its order, else the system's own way; without a last argument, the address."""
    if names := os.environ.get("BROWSER"):
        return [command for name in names.split(os.pathsep) if (command := _command(name))]
    if sys.platform == "darwin":
        return [["open"]]
    if sys.platform == "win32":
        return [["rundll32", "url.dll,FileProtocolHandler"]]
    has_display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    openers = ("xdg-open", "wslview") if has_display else ("wslview",)
    return [[opener] for opener in openers if shutil.which(opener)]


def _command(name: str) -> list[str]:
    """Its words; none where the address could end up in a shell: a `%s` may only stand for the last word."""
    try:
        words = shlex.split(name)
    except ValueError:
        return []
    if words and words[-1] == "&":
        words.pop()
    if words and words[-1] == "%s":
        words.pop()
    is_code = bool(words) and (_TAKES_CODE.fullmatch(words[-1]) or any("%s" in word for word in words))
    return [] if is_code else words


def _start(command: list[str]) -> None:
    """On its own: it lives on when the terminal closes, and writes nothing into it."""
    subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )

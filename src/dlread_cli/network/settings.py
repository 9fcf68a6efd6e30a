"""Whom we ask, how long, and under which name. The environment changes it; CONTRIBUTING lists the variables."""

import os
import re
from typing import NamedTuple

from dlread_cli import __version__
from dlread_cli.errors import UsageError
from dlread_cli.settings import value
from dlread_cli.translation import tr

USER_AGENT = f"dlread/{__version__} (a reading list; one person's command line)"

RAW_BYTES = DECODED_BYTES = 5 << 20
REDIRECTS = 5
TRIES = 3


class Settings(NamedTuple):
    """Base addresses without a last slash; `seconds` for each thing asked for, all its requests together."""

    arxiv: str
    doi: str
    github: str
    acl: str
    openreview: str
    pmlr: str
    seconds: float
    arxiv_pause_seconds: float
    github_token: str
    zotero_port: int


def settings() -> Settings:
    return Settings(
        arxiv=_address("DLREAD_ARXIV_URL", "https://export.arxiv.org"),
        doi=_address("DLREAD_DOI_URL", "https://doi.org"),
        github=_address("DLREAD_GITHUB_URL", "https://api.github.com"),
        acl=_address("DLREAD_ACL_URL", "https://aclanthology.org"),
        openreview=_address("DLREAD_OPENREVIEW_URL", "https://openreview.net"),
        pmlr=_address("DLREAD_PMLR_URL", "https://proceedings.mlr.press"),
        seconds=_seconds("DLREAD_NETWORK_SECONDS", 10),
        arxiv_pause_seconds=_seconds("DLREAD_ARXIV_PAUSE_SECONDS", 3),
        github_token=os.environ.get(value("github_token_variable"), "").strip(),
        zotero_port=_port("DLREAD_ZOTERO_PORT", 23119),
    )


def authorization(url: str, token: str) -> dict[str, str]:
    """The token goes to GitHub's interface alone, over TLS, whatever DLREAD_GITHUB_URL says."""
    is_its = url.startswith("https://api.github.com/")
    return {"Authorization": f"Bearer {token}"} if token and token.isascii() and token.isprintable() and is_its else {}


def _address(variable: str, usual: str) -> str:
    chosen = os.environ.get(variable) or usual
    if not re.match(r"https?://[\w.\[:-]", chosen):
        raise UsageError(
            tr(
                "{variable} is '{chosen}'; it must be an address that begins with http:// or https://",
                variable=variable,
                chosen=chosen,
            )
        )
    return chosen.rstrip("/")


def _seconds(variable: str, usual: float) -> float:
    chosen = os.environ.get(variable)
    try:
        seconds = float(chosen) if chosen else usual
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= 600:
        raise UsageError(
            tr(
                "{variable} is '{chosen}'; it must be a number of seconds, at most 600",
                variable=variable,
                chosen=chosen,
            )
        )
    return seconds


def _port(variable: str, usual: int) -> int:
    chosen = os.environ.get(variable) or str(usual)
    if not re.fullmatch(r"\d{1,5}", chosen, re.ASCII) or not 0 < int(chosen) < 1 << 16:
        raise UsageError(
            tr(
                "{variable} is '{chosen}'; it must be the number of a port, at most 65535",
                variable=variable,
                chosen=chosen,
            )
        )
    return int(chosen)

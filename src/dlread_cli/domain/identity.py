"""What identifies a paper, and how what people type to name one is understood. Pure."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from dlread_cli.errors import UsageError
from dlread_cli.translation import tr

_compiled = cache(re.compile)
"""When a pattern is first met, because most commands are only given keys; and found faster than `re` finds it."""
_ANY_CASE = re.ASCII | re.IGNORECASE

_NEW = r"\d{4}\.\d{4,5}"
_OLD = r"[a-z-]+(?:\.[a-z]{2})?/\d{7}"
_ARXIV = (
    r"(?:arxiv:\s*|(?:[a-z]{2,6}\.)?arxiv\.org/(?:abs|pdf|html|format|ps|src|e-print|tb)/"
    r"|(?:alphaxiv\.org/abs|ar5iv\.(?:labs\.arxiv\.)?org/(?:abs|html)|huggingface\.co/papers)/"
    r"|(?:(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.)?"
    rf"({_NEW}|{_OLD})(?:v\d+)?(?:\.pdf)?(?:[?#].*)?"
)

ADDRESS = 2_000
"""Characters of an address at most, as in catalogs."""


def name(text: str) -> str:
    """One spelling for all spellings of an arXiv id, a DOI or an address; of anything else, itself in lower case.

    `https://arxiv.org/abs/1902.04043v2` and `arXiv:1902.04043` are `1902.04043`; a DOI's address is the DOI, an address
    is without its scheme, `www.` and last slash. Forms of arXiv ids: arxiv.org/help/arxiv_identifier.
    """
    bare = text.strip().lower()
    if "." not in bare and "/" not in bare and ":" not in bare:
        return bare
    bare = _compiled(r"^https?://(?:www\.|export\.)?").sub("", bare).rstrip("/")
    if match := _compiled(_ARXIV, re.DOTALL).fullmatch(bare):
        return re.sub(r"\.[a-z]{2}/", "/", match[1])  # math.GT/0309136 is math/0309136
    if bare.startswith("github.com/"):
        return re.sub(r"^(github\.com/[^/]+/[^/]+)\.git$", r"\1", bare)
    return _compiled(r"^(?:doi:\s*|(?:dx\.)?doi\.org/)(?=10\.)").sub("", bare)


def own_names(fields: Mapping[str, Any]) -> frozenset[str]:
    """What other programs call the entry, each in a form that nothing else has."""
    key = fields.get("extra:zotero-key")
    return frozenset((f"zotero:{key}".lower(),) if key else ())


def is_arxiv(named: str) -> bool:
    """Of a `name`."""
    return _compiled(rf"{_NEW}|[a-z-]+/\d{{7}}").fullmatch(named) is not None


def is_doi(named: str) -> bool:
    return named.startswith("10.") and _compiled(r"10\.\d{4,9}/\S+").fullmatch(named) is not None


def is_isbn(text: str) -> bool:
    """Of ten or thirteen digits, the last of which checks the others (ISO 2108); hyphens and spaces are allowed."""
    if not text:
        return False
    digits = re.sub("[- ]", "", text).upper()
    if re.fullmatch(r"\d{9}[\dX]", digits, re.ASCII):
        return not sum((10 - at) * (10 if digit == "X" else int(digit)) for at, digit in enumerate(digits)) % 11
    is_long = re.fullmatch(r"97[89]\d{10}", digits, re.ASCII)
    return bool(is_long) and not sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(digits)) % 10


def is_address(text: str) -> bool:
    """Of the web, printable, without a password, and not longer than anybody writes."""
    form = r"https?://(?![-:])[^\s/?#@\\]+(?:[/?#][^\s\\]*)?"
    return len(text) <= ADDRESS and text.isprintable() and _compiled(form, re.IGNORECASE).fullmatch(text) is not None


class Reference(NamedTuple):
    """What somebody typed to name a paper: `kind` is `arxiv`, `doi`, `github` (owner/name), `page` (an address) or
    `title`.
    """

    kind: str
    id: str


_NOT_OWNERS = {
    *("about", "apps", "collections", "enterprise", "explore", "features", "login", "marketplace", "notifications"),
    *("orgs", "pricing", "search", "settings", "sponsors", "topics", "trending"),
}


def reference(text: str) -> Reference:
    """Raises UsageError for what names nothing."""
    text = text.strip()
    bare = name(text)
    if is_arxiv(bare):
        return Reference("arxiv", bare)
    if is_doi(bare) and text.isprintable() and len(bare) <= 300:
        return Reference("doi", bare)
    if repository := github(text):
        return Reference("github", repository)
    is_bare = re.match(r"[\w-]+(\.[\w-]+)+/", text) and not text.startswith(".")
    if is_address(address := f"https://{text}" if is_bare else text):
        return Reference("page", _page(address))
    raise UsageError(
        tr(
            "cannot add '{text}'; give an arXiv id, a DOI, owner/repo, an address that begins with https://, "
            "or a title of several words",
            text=text,
        )
    )


def typed(text: str) -> Reference:
    """A reference, or what only people write: owner/name alone, or a title. Raises UsageError for what names nothing.

    In files, `and/or` is no repository.
    """
    try:
        return reference(text)
    except UsageError:
        bare = re.fullmatch(r"[^\s/]+/[^\s/]+(?<!\.pdf)", text.strip())
        if bare and (repository := github(f"github.com/{bare[0]}")):
            return Reference("github", repository)
        if _is_title(text):
            return Reference("title", " ".join(text.split()))
        raise


def of_pdf(file_name: str) -> Reference | None:
    """The paper of arXiv that a downloaded PDF has its name of, as `1706.03762v7 (1).pdf`."""
    match = re.match(rf"({_NEW})(?:v\d+)?(?!\w)", file_name, re.ASCII)
    return Reference("arxiv", match[1]) if match else None


_PDF_TEXT = 200_000
"""Characters that are looked at, of the metadata and of a page."""


def of_pdf_metadata(text: str) -> Reference | None:
    """The one paper that a PDF's metadata names: an arXiv id by its address or `arXiv:`, or else a DOI."""
    text = text[:_PDF_TEXT]
    ids = re.findall(rf"arxiv(?:\.org/abs/|[:.]\s?)({_NEW}|{_OLD})(?:v\d|(?!\w))", text, re.ASCII | re.IGNORECASE)
    return _only(ids) or _only(_dois(text))


def of_pdf_page(text: str) -> Reference | None:
    """The paper whose first page it is: by arXiv's stamp, or by a DOI, if there is only one.

    A page may also name papers that it cites; only the stamp has a version, and a subject or a date.
    """
    text = text[:_PDF_TEXT]
    return _only(re.findall(rf"arXiv:\s?({_NEW}|{_OLD})v\d+\s+(?:\[|\d)", text, re.ASCII)) or _only(_dois(text))


def _only(ids: Iterable[str]) -> Reference | None:
    found = {reference(one) for one in ids}
    return found.pop() if len(found) == 1 else None


def _dois(text: str) -> list[str]:
    """In the characters that Crossref gives them."""
    return re.findall(r"(?<![\w.])10\.\d{4,9}/[-._;()/:A-Za-z0-9]{0,200}[A-Za-z0-9]", text, re.ASCII)


_TITLE = 300
"""Characters of a title at most."""


def _is_title(text: str) -> bool:
    """At least two words, not all of them numbers."""
    if not text.isprintable() or len(text) > _TITLE or "://" in text or len(text.split()) < 2:
        return False
    return any(word.isalpha() for word in re.findall(r"[^\W_]+", text))


_GITHUB = (
    r"(?:(?:https?|git|ssh)://(?:git@)?(?:www\.)?github\.com/|git@github\.com:|github\.com/)"
    r"([A-Za-z0-9][A-Za-z0-9-]{0,38})/([\w.-]{1,100}?)(?:\.git)?(?:[/?#].*)?$"
)


def github(text: str) -> str:
    """owner/name of a repository's address, or of one within it; else ''."""
    match = _compiled(_GITHUB, _ANY_CASE).match(text.strip())
    return f"{match[1]}/{match[2]}" if match and match[1].lower() not in _NOT_OWNERS else ""


_PAGES = (
    (r"(?:www\.)?openreview\.net/(?:forum|pdf|attachment)\?(?:.*&)?id=([\w-]+).*", "openreview.net/forum?id={}"),
    (r"(?:www\.)?aclanthology\.org/([\w.-]+?)(?:\.pdf|\.bib|/)?", "aclanthology.org/{}/"),
    (r"(?:www\.)?aclweb\.org/anthology/(?:papers/\w/\w+/)?([\w.-]+?)(?:\.pdf|/)?", "aclanthology.org/{}/"),
    (r"proceedings\.mlr\.press/(v\d+)/([\w-]+)(?:\.html|/\2\.pdf|\.pdf)?", "proceedings.mlr.press/{}/{}.html"),
)
"""A paper's PDF and other forms -> the page that says what it is."""


def _page(address: str) -> str:
    address = address.split("#")[0]
    bare = _compiled(r"^https?://", re.IGNORECASE).sub("", address)
    for pattern, page in _PAGES:
        if match := _compiled(pattern, _ANY_CASE).fullmatch(bare):
            return f"https://{page.format(*match.groups())}"
    return address

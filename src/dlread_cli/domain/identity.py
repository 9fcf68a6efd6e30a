"""What identifies a paper. Pure."""

import re

_ARXIV = re.compile(
    r"(?:arxiv:|arxiv\.org/(?:abs|pdf|html)/|doi\.org/10\.48550/arxiv\.|10\.48550/arxiv\.)"
    r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?"
)


def name(text: str) -> str:
    """One spelling for all spellings of an arXiv id, a DOI or an address; of anything else, itself in lower case.

    `https://arxiv.org/abs/1902.04043v2` and `arXiv:1902.04043` are `1902.04043`; a DOI's address is the DOI, an address
    is without its scheme, `www.` and last slash. Forms of arXiv ids: arxiv.org/help/arxiv_identifier.
    """
    bare = re.sub(r"^https?://(?:www\.|export\.)?", "", text.strip().lower()).rstrip("/")
    if match := _ARXIV.fullmatch(bare):
        return match[1]
    if match := re.fullmatch(r"(\d{4}\.\d{4,5})v\d+", bare):
        return match[1]
    return re.sub(r"^(?:doi:\s*|(?:dx\.)?doi\.org/)(?=10\.)", "", bare)

"""What a query asks for that there is not: a tag that nobody gave, a catalog of another name."""

from dlread_cli.domain.queries import Is, Query, wanted
from dlread_cli.domain.wording import listed
from dlread_cli.storage.library import Library
from dlread_cli.translation import tr


def problem(library: Library, query: Query) -> str:
    """A sentence about the first one, with the way out; empty when all names are known."""
    from dlread_cli.storage.overrides import OWN_CATALOG as OWN

    used = {tag for tag, _, _ in library.tags()}
    catalogs = [catalog.name for catalog in library.catalog_progress()]
    for part in wanted(query):
        match part:
            case Is("tag", tag) if library.tag_called(tag) not in used:
                return _unknown_tag(tag, used)
            case Is("catalog", name) if name.lower() == OWN and OWN not in catalogs:
                return tr("you have not added any papers yet; try dlread add 1706.03762")
            case Is("catalog", name) if name.lower() not in catalogs:
                return tr("no catalog is called '{name}'; there are {catalogs}", name=name, catalogs=listed(catalogs))
    return ""


def _unknown_tag(word: str, words: set[str]) -> str:
    from dlread_cli.domain import folding
    from dlread_cli.domain.spelling import near

    plain = folding.plain(word)
    if found := near(plain, words, most=min(2, len(plain) - 2)):
        return tr(
            "no entry has the tag '{tag}'; did you mean '{meant}'? dlread tags lists them all",
            tag=word,
            meant=found[0][1],
        )
    return tr("no entry has the tag '{tag}'; dlread tags lists them all", tag=word)

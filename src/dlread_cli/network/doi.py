"""What a DOI stands for: content negotiation at doi.org. Form: citation.crosscite.org/docs.html, CSL-JSON.

Crossref, DataCite and, through DataCite, arXiv (10.48550/arXiv.*) answer so.
"""

from urllib.parse import quote

from dlread_cli.domain.fields import Fields
from dlread_cli.errors import DlreadError, NetworkError
from dlread_cli.formats import csl
from dlread_cli.network import decoding
from dlread_cli.network.client import Client
from dlread_cli.network.transport import Deadline
from dlread_cli.translation import tr

CSL = "application/vnd.citationstyles.csl+json"


def work(client: Client, doi: str, deadline: Deadline) -> Fields:
    """Raises DlreadError for a DOI that nobody has."""
    answer = client.get(f"{client.settings.doi}/{quote(doi, safe='/:;()')}", CSL, deadline)
    if answer.status in (404, 410):
        raise DlreadError(tr("doi.org does not know '{doi}'; is it complete?", doi=doi))
    if answer.status in (204, 406):
        raise DlreadError(tr("doi.org has no metadata for '{doi}'; add the address of its page instead", doi=doi))
    if answer.status != 200:
        raise NetworkError(
            tr("{host} answered with status {status}; try again later", host=answer.host, status=answer.status)
        )
    found = csl.read(decoding.as_json(answer), doi)
    if not found.get("title"):
        raise NetworkError(
            tr("{host} has no title for '{doi}'; dlread add --no-fetch adds it anyway", host=answer.host, doi=doi)
        )
    client.keep(answer)
    return found

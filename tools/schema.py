"""catalog/schema.json, from the types that a catalog is checked with. `tools/renew.py` writes it."""

import json
from pathlib import Path

import msgspec

from dlread_cli.formats.catalog import File

SCHEMA = Path(__file__).parents[1] / "catalog" / "schema.json"


def schema() -> str:
    (found,), components = msgspec.json.schema_components([File], ref_template="#/$defs/{name}")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A catalog of dlread"}
    return json.dumps(whole | found | {"$defs": components}, indent=2, ensure_ascii=False) + "\n"


def files() -> dict[Path, str]:
    return {SCHEMA: schema()}

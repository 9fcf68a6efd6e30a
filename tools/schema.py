"""Renews catalog/schema.json from the types that a catalog is checked with: `.venv/bin/python tools/schema.py`."""

import json
from pathlib import Path

import msgspec

from dlread_cli.storage.catalogs import File

SCHEMA = Path(__file__).parents[1] / "catalog" / "schema.json"


def schema() -> str:
    (found,), components = msgspec.json.schema_components([File], ref_template="#/$defs/{name}")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A catalog of dlread"}
    return json.dumps(whole | found | {"$defs": components}, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(schema(), "utf-8")

"""The seed of the example town: one packed file of JSON lines that holds every row the script made.

The first line says for which tables and from which script it was made; then comes each table: a line with its name,
columns and number of rows, and one line a row; at the end the files of the attachments. What an installation encrypts
with its own key stands in clear here (all of it is invented) and is encrypted when the seed is loaded.
"""

import datetime as dt
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from django.db import models

from lianxin.core.hashing import canonical_json
from lianxin.db.base import Reference
from lianxin.db.classes import stored_models
from lianxin.records.transfer.rows import ordered_models

Row = dict[str, Any]

FORMAT: Final = 1
#: What ids, codes, tokens and salts of the seed depend on, beside the clock.
SEED: Final = "示例镇"
#: How a person makes it anew.
HOW_TO_MAKE: Final = "python3 dev.py run -m tools.make_demo_seed"
PROFILE: Final = Path(__file__).resolve().parents[3] / "profiles" / "example-town.json"
_SCRIPT: Final = ("home_life.jsonl", "opinions.jsonl", "fates.jsonl", "suggestions.jsonl")


def seed_file() -> Traversable:
    """Where the seed lies in the package."""
    return files("lianxin.demo").joinpath("data/seed.jsonl.gz")


def seeded_models() -> list[type[models.Model]]:
    """Every table of the house in the seed, what others refer to first: the shared ones, then the town's."""
    shared = [model for model in stored_models() if issubclass(model, Reference)]
    order = {"db.District": 0, "db.Town": 1}
    shared.sort(key=lambda model: (order.get(model._meta.label, 2), model._meta.label))
    return [model for model in (*shared, *ordered_models()) if model.__module__.startswith("lianxin.")]


def columns_of(model: type[models.Model]) -> list[str]:
    """The names of the columns of a table, in the order of a row of the seed."""
    return [field.attname for field in model._meta.concrete_fields]


def tables_fingerprint() -> str:
    """A digest of the tables and columns a seed must fit: labels, columns and their types."""
    shape = [
        [model._meta.label, [[field.attname, field.get_internal_type()] for field in model._meta.concrete_fields]]
        for model in seeded_models()
    ]
    return hashlib.sha256(canonical_json(shape)).hexdigest()


def script_fingerprint() -> str:
    """A digest of what the town was made from: its profile, what was said, what became of it."""
    digest = hashlib.sha256(PROFILE.read_bytes())
    for name in _SCRIPT:
        digest.update(files("lianxin.demo").joinpath(f"data/{name}").read_bytes())
    return digest.hexdigest()


def pack(lines: Iterable[bytes]) -> bytes:
    """Lines as one gzip file that says nothing about when or where it was made."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=9, mtime=0) as packed:
        for line in lines:
            packed.write(line)
    return out.getvalue()


def unpacked(source: Traversable) -> Iterator[Any]:
    """The lines of a seed, one JSON value each."""
    with source.open("rb") as raw, gzip.open(raw) as packed:
        for line in packed:
            yield json.loads(line)


def header() -> Row:
    """The first line of the seed; empty where there is no seed or another format."""
    source = seed_file()
    if not source.is_file():
        return {}
    first: Row = next(unpacked(source))
    return first if first.get("format") == FORMAT else {}


def fits() -> bool:
    """Whether the shipped seed can be loaded into the tables of this version."""
    return header().get("tables") == tables_fingerprint()


def to_plain(field: Any, value: Any) -> Any:
    """A stored value as JSON."""
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return field.get_prep_value(value) if isinstance(field, models.JSONField) else str(value)


def from_plain(field: Any, value: Any) -> Any:
    """A JSON value as the field keeps it."""
    if value is None or isinstance(value, int) or isinstance(field, models.JSONField):
        return value
    if isinstance(field, models.DateTimeField):
        return dt.datetime.fromisoformat(value)
    if isinstance(field, models.DateField):
        return dt.date.fromisoformat(value)
    return value if isinstance(field, models.CharField | models.TextField) else field.to_python(value)

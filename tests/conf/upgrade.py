"""A town of an earlier version, put into tables as they were then: ``python -m tests.conf.upgrade old|now``.

``old`` makes the tables of the version that ``fixtures/*.json`` names and fills them, row by row, through the models as
the migrations knew them; it prints what ``doctor`` says of it. ``now`` migrates and prints what is there, as JSON. Run
in a process of its own, for the folder and database in the environment.
"""

import json
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.conf.settings")
from lianxin.conf import install
from lianxin.conf.options import load_options

if __name__ == "__main__":
    install.lay_out(load_options(os.environ))
    django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from lianxin.conf import schema
from lianxin.db.classes import town_owned_models
from lianxin.db.models import Town
from lianxin.db.redrawing import ThriftyExecutor
from lianxin.db.scope import town_scope
from lianxin.journal.models import DaySeal
from lianxin.journal.verify import verify_town
from lianxin.people.models import Account
from lianxin.records.wholeness import files_amiss
from tests.conf.drill import OFFICE, PAGES

FOLDER = Path(__file__).parent / "fixtures"
ARCHIVE = FOLDER / "town-2026-11-24.zip"
ORIGIN: dict[str, Any] = json.loads((FOLDER / "town-2026-11-24.json").read_text(encoding="utf-8"))
#: What everything else refers to.
_FIRST = ("db.District", "db.Town", "people.Account")


def old() -> None:
    """The tables of then, and the rows of then in them."""
    executor = ThriftyExecutor(connection)
    ours: dict[str, str] = ORIGIN["migrations"]
    others = [(app, name) for app, name in executor.loader.graph.leaf_nodes() if app not in ours]
    targets = [*ours.items(), *others]
    executor.migrate(targets)
    models = MigrationExecutor(connection).loader.project_state(targets).apps
    with zipfile.ZipFile(ARCHIVE) as archive, transaction.atomic():
        manifest = json.loads(archive.read("manifest.json"))
        labels = [table["model"] for table in manifest["tables"]]
        for label in sorted(labels, key=lambda one: _FIRST.index(one) if one in _FIRST else len(_FIRST)):
            _fill(models.get_model(label), archive.read(f"data/{label}.jsonl"))
        for medium in manifest["media"]:
            _keep(f"media/{medium['path']}", archive)
    install.write_note(load_options(os.environ))
    sys.stdout.write(schema.what_is_amiss())


def _fill(model: Any, lines: bytes) -> None:
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.generated}
    rows = [_row(model, fields, json.loads(line)) for line in lines.splitlines()]
    for row in rows:
        row.save(force_insert=True)


def _row(model: Any, fields: dict[str, Any], values: dict[str, Any]) -> Any:
    known = ((name, text) for name, text in values.items() if name in fields)
    return model(**{name: None if text is None else fields[name].to_python(text) for name, text in known})


def _keep(name: str, archive: zipfile.ZipFile) -> None:
    target = load_options(os.environ).data / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive.read(name))


def now() -> dict[str, Any]:
    """Migrate; then what there is and what opens."""
    call_command("migrate", interactive=False, verbosity=0)
    town = Town.objects.get()
    report = verify_town(town)
    with town_scope(town):
        return {
            "amiss": schema.what_is_amiss(),
            "findings": [one.code for one in (*report.findings, *files_amiss())],
            "entries": report.counts["entries"],
            "seal": DaySeal.objects.order_by("-day").values_list("hash", flat=True).first(),
            "rows": {model._meta.label: model.objects.count() for model in town_owned_models()},
            "pages": dict(_pages()),
        }


def _pages() -> Iterator[tuple[str, int]]:
    """The main pages, for the town's office and for somebody on the street."""
    office, street = Client(HTTP_HOST="localhost"), Client(HTTP_HOST="localhost")
    office.force_login(Account.objects.get(username=OFFICE))
    yield from ((page, office.get(page).status_code) for page in PAGES)
    yield from ((page, street.get(page).status_code) for page in ("/", "/speak/", "/follow/"))


if __name__ == "__main__":
    if sys.argv[1:] == ["old"]:
        old()
    else:
        sys.stdout.write(json.dumps(now(), ensure_ascii=False, sort_keys=True))

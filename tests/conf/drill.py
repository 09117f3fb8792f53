"""A small real town in an installed data folder, and what can be seen of it: ``python -m tests.conf.drill fill|look``.

Run in a process of its own, with the settings of the product, so that files, database and keys are those of the folder
named by ``LIANXIN_DATA``. ``fill`` prints nothing; ``look`` prints facts as JSON, the same for the same town.
"""

import datetime as dt
import io
import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.conf.settings")
from lianxin.conf import install
from lianxin.conf.options import load_options

if __name__ == "__main__":
    install.lay_out(load_options(os.environ))
    django.setup()

from django.test import Client
from PIL import Image

from lianxin.cases.models import Case, Opinion
from lianxin.cases.sealing import open_code
from lianxin.conf import schema
from lianxin.core import clock
from lianxin.core.hashing import digest
from lianxin.db.classes import town_owned_models
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal import jobs
from lianxin.journal.models import DaySeal
from lianxin.people import roles
from lianxin.people.models import Account
from lianxin.records import storage
from lianxin.records.attachments import store
from lianxin.records.models import Attachment
from tests.cases.small_town import make_town
from tests.cases.walk import Walk, start
from tests.people.factories import PASSWORD, make_person

OFFICE = "drill-office"
#: Pages of the desk that must open for the congress office.
PAGES = ("/desk/", "/desk/cases/", "/desk/promises/", "/desk/ledgers/promises/", "/desk/figures/")
_PDF = b"%PDF-1.7\n" + b"1 0 obj\n" * 20


def picture(colour: str) -> bytes:
    """A photo of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG")
    return out.getvalue()


def fill() -> None:
    """Opinions in several states, a resident's photos, a unit's file, somebody who signs in; sealed."""
    schema.ensure(load_options(os.environ))
    clock.set_fixed(clock.now() - dt.timedelta(days=1))
    town = make_town()
    Town.objects.filter(pk=town.row.pk).update(is_default=True)
    with town_scope(town.row):
        make_person(roles.CONGRESS_OFFICE, OFFICE)
        walks = [
            start(town, words="二号楼电梯三天两头停", contact="13912345678"),
            start(town, words="青枫路路灯不亮").transferred(),
            start(town, words="楼道里堆着旧家具").transferred().assigned().accepted(),
            start(town, words="河边的栏杆松了").transferred().assigned().accepted().contacted().drafted().signed(),
        ]
        for number, walk in enumerate(walks):
            _send_files(walk, number)
    clock.set_fixed(None)
    jobs.run_now(town.row)


def _send_files(walk: Walk, number: int) -> None:
    opinion = walk.opinion
    speaker = walk.town.speaker(opinion.pk)
    key = opinion.public_token
    store(picture(f"#{number}{number}4080"), "现场.jpg", "case", walk.case.pk, speaker, quota_key=key)
    if number >= 2:
        store(_PDF + bytes([65 + number]), "检测报告.pdf", "case", walk.case.pk, walk.town.desk)


def look() -> dict[str, Any]:
    """Counts, seals, digests recomputed from the files, what opens for a resident and for the office."""
    town = Town.objects.get()
    with town_scope(town):
        seal = DaySeal.objects.order_by("-day").values_list("hash", flat=True).first()
        return {
            "rows": {model._meta.label: model.objects.count() for model in town_owned_models()},
            "seal": seal or "",
            "states": sorted(Case.objects.values_list("number", "state")),
            "files": {one.sha256: _bytes_of(one) for one in Attachment.objects.order_by("id")},
            "slips": [_slip(opinion) for opinion in Opinion.objects.order_by("id")],
            "desk": _desk(),
            "pending": schema.pending_migrations(),
        }


def _bytes_of(one: Attachment) -> str:
    return digest(b"".join(storage.stream(one.path)))


def _slip(opinion: Opinion) -> dict[str, Any]:
    """The code on the receipt opens the page of the opinion, with its photo; the code itself is not told."""
    phone = Client(HTTP_HOST="localhost")
    code = open_code(opinion.code_cipher, opinion.pk)
    answer = phone.post("/follow/", {"code": code})
    page = phone.get(answer.headers.get("Location", "/no/"))
    return {"opens": [answer.status_code, page.status_code], "photos": page.content.decode().count("/photos/")}


def _desk() -> dict[str, int]:
    """Sign in with the password and open the main pages."""
    browser = Client(HTTP_HOST="localhost")
    browser.post("/accounts/sign-in/", {"username": OFFICE, "password": PASSWORD})
    assert Account.objects.filter(username=OFFICE).exists()
    return {page: browser.get(page).status_code for page in PAGES}


if __name__ == "__main__":
    if sys.argv[1:] == ["fill"]:
        fill()
    else:
        sys.stdout.write(json.dumps(look(), ensure_ascii=False, sort_keys=True))

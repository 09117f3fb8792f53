"""Photos taken in on one step and attached on a later one: what is known of each travels in the page, signed.

The bytes are converted and stored at once (position and camera data are gone), so that nothing has to be chosen twice;
the slip is only good for the person's own hour and names no one.
"""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, Final

from django.core import signing
from django.utils.translation import gettext as _

from lianxin.cases import policies
from lianxin.cases.actions.files import AttachFile
from lianxin.cases.models import Case
from lianxin.cases.receipts import Receipt
from lianxin.journal.actors import Actor, resident_with_code
from lianxin.journal.errors import ActionError, Invalid
from lianxin.records.attachments import Prepared, prepare
from lianxin.records.models import AttachmentKind

_SALT: Final = "lianxin.cases.photos"
#: As long as a sealed form after a lost session, and a long conversation before it.
LIFETIME: Final = 6 * 3600


def write_slip(prepared: Prepared) -> str:
    """The signed slip of a photo that was taken in."""
    return signing.dumps(asdict(prepared), salt=_SALT, compress=True)


def read_slip(slip: str) -> Prepared | None:
    """The photo of a slip; ``None`` for one that is not ours or too old."""
    try:
        data = signing.loads(slip, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return Prepared(**{**data, "kind": AttachmentKind(data["kind"]), "original": None})


def take_in(files: Iterable[Any]) -> tuple[list[str], list[str]]:
    """Convert and store photos: their slips, and a sentence for every one that could not be taken."""
    slips, refused = [], []
    for file in files:
        try:
            slips.append(write_slip(prepare(file, file.name, field="photos")))
        except Invalid as problem:
            refused.append(_("“%(name)s”没有收下：%(why)s") % {"name": file.name, "why": problem.message})
    return slips, refused


def attach_all(actor: Actor, receipt: Receipt, slips: Iterable[str]) -> list[str]:
    """Attach what the slips stand for; returns a sentence for every photo that could not be kept.

    A recorder sees no case page; what the recorder was handed is attached in the speaker's name.
    """
    case = Case.objects.get(pk=receipt.case_id)
    who = actor if policies.ATTACH.check(actor, case) else resident_with_code(receipt.opinion_id)
    refused = []
    for slip in slips:
        prepared = read_slip(slip)
        if prepared is None:
            refused.append(_("有一张照片放得太久，请重新添加。"))
            continue
        try:
            AttachFile(actor=who, case_id=case.pk, prepared=prepared, quota_key=receipt.token).execute()
        except ActionError as problem:
            refused.append(_("“%(name)s”没有存下：%(why)s") % {"name": prepared.name, "why": problem.message})
    return refused

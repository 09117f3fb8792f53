"""The photos a speaker sent, as the speaker's own page shows them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.cases.models import Opinion
from lianxin.journal.actors import RESIDENT
from lianxin.records.models import Attachment, AttachmentKind
from lianxin.ui.dates import zh_date


def of(opinion: Opinion) -> list[dict[str, Any]]:
    """Prepared rows ``href thumb name remove``, in the order they were sent; one statement.

    The name says which photo it is and when it was sent: what a camera called it helps nobody who cannot see it.
    """
    if opinion.withdrawn_at is not None:
        return []
    rows = Attachment.objects.filter(
        owner_kind="case", owner_id=opinion.case_id, sealed=False, erased_at=None, kind=AttachmentKind.PHOTO,
        uploaded_by_kind=RESIDENT, uploaded_by_id=str(opinion.pk),
    ).order_by("id")  # fmt: skip
    return [_row(opinion.public_token, one, number) for number, one in enumerate(rows, start=1)]


def _row(token: str, one: Attachment, number: int) -> dict[str, Any]:
    args = [token, one.token]
    return {
        "href": reverse("cases:photo", args=args),
        "thumb": reverse("cases:small_photo", args=args),
        "remove": reverse("cases:remove_photo", args=args),
        "name": _("您发的第%(n)s张照片，%(day)s") % {"n": number, "day": zh_date(one.uploaded_at)},
    }

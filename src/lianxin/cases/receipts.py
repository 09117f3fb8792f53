"""The receipt: what a resident holds in hand after speaking."""

import datetime as dt
from dataclasses import dataclass

from lianxin.cases.models import Case, Opinion, ResidentContact
from lianxin.cases.sealing import open_code


@dataclass(frozen=True, slots=True)
class Receipt:
    """Number, query code and first date of one opinion.

    ``code`` is shown once on the page and printed on the slip; ``token`` stands in the address of the QR.
    ``emergency`` tells the page to show 110/119/120 before everything else.
    """

    case_id: int
    opinion_id: int
    number: str
    code: str
    token: str
    received_on: dt.date
    due_on: dt.date | None
    provisional: bool = False
    emergency: bool = False


def has_contact(opinion_id: int) -> bool:
    """Whether the speaker can be called; one statement."""
    return ResidentContact.objects.filter(opinion_id=opinion_id, erased_at=None).exists()


def receipt_of(opinion: Opinion, case: Case, provisional: bool = False) -> Receipt:
    """The receipt of a stored opinion; used for the page, the slip and for printing it again."""
    return Receipt(
        case_id=case.pk,
        opinion_id=opinion.pk,
        number=case.number,
        code=open_code(opinion.code_cipher, opinion.pk),
        token=opinion.public_token,
        received_on=case.received_on,
        due_on=case.due_on,
        provisional=provisional,
        emergency=opinion.kind == "emergency",
    )

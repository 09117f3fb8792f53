"""The resident's face: open to everybody; the token of a slip opens one opinion of this town and no other."""

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Opinion
from lianxin.journal.actors import anonymous_resident, resident_with_code
from lianxin.records.attachments import store
from tests.records.test_attachments import photo
from tests.security.matrix import Row
from tests.security.world import World


def slip_at(world: World, side: str) -> dict[str, object]:
    """The token of somebody who spoke at a place."""
    receipt = RecordOpinion(
        actor=anonymous_resident(), words="路灯坏了", place_id=world.place(side).pk, contact="13900001234"
    ).execute()
    return {"token": Opinion.objects.get(pk=receipt.opinion_id).public_token}


def photo_at(world: World, side: str) -> dict[str, object]:
    """The slip of somebody who sent a photo, and the photo's own token."""
    receipt = RecordOpinion(actor=anonymous_resident(), words="路灯坏了", place_id=world.place(side).pk).execute()
    opinion = Opinion.objects.get(pk=receipt.opinion_id)
    made = store(
        photo(), "灯.jpg", "case", opinion.case_id, resident_with_code(opinion.pk), quota_key=opinion.public_token
    )
    return {"token": opinion.public_token, "file": made.token}


MAKERS = {"slip": slip_at, "own_photo": photo_at}

_PAGES = (
    "status", "receipt", "slip", "verdict", "add", "withdraw", "reopen", "contact", "delete_contact", "consent",
    "photos",
)  # fmt: skip

ROWS = [
    Row("cases:speak", "GET", "200: rest"),
    Row("cases:speak", "POST", "422: rest", data={"screen": "1", "words": ""}),
    Row("cases:follow", "GET", "200: rest"),
    Row("cases:follow", "POST", "422: rest", data={"code": ""}),
    *[Row(f"cases:{name}", "GET", "200: rest", made="slip") for name in _PAGES],
    Row("cases:photos", "POST", "422: rest", made="slip"),
    Row("cases:photo", "GET", "200: rest", made="own_photo"),
    Row("cases:small_photo", "GET", "200: rest", made="own_photo"),
    Row("cases:remove_photo", "POST", "302: rest", made="own_photo", open_to_all=True),
    Row("cases:verdict", "POST", "422: rest", made="slip", data={"result": ""}),
    Row("cases:add", "POST", "302: rest", made="slip", open_to_all=True, data={"text": "补一句"}),
    Row("cases:withdraw", "POST", "302: rest", made="slip", open_to_all=True),
    Row("cases:reopen", "POST", "409: rest", made="slip", data={"reason": "又坏了"}),
    Row("cases:contact", "POST", "302: rest", made="slip", open_to_all=True, data={"contact": "13900001235"}),
    Row("cases:delete_contact", "POST", "302: rest", made="slip", open_to_all=True),
    Row("cases:consent", "POST", "302: rest", made="slip", open_to_all=True, data={"openness": "text"}),
]

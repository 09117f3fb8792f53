"""Issues, divided matters, 我也一样, the way to the door and the promise ledger: own places only, links open to all."""

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.delivery.actions import carrying_token
from lianxin.cases.issues.actions import MergeCases
from lianxin.cases.models import Case, DeliveryItem, DeliveryRun, Issue, MeToo, Opinion, PromiseNote
from lianxin.clocks.models import Promise
from lianxin.core.clock import now, today
from lianxin.core.hashing import text_digest
from lianxin.core.ids import random_token
from lianxin.journal.actors import SYSTEM, anonymous_resident
from tests.security.matrix import Row
from tests.security.world import World


def spoken(world: World, side: str, words: str = "路灯坏了") -> Case:
    """A case somebody brought at a place of the side; no unit has it yet."""
    receipt = RecordOpinion(
        actor=anonymous_resident(), words=words, place_id=world.place(side).pk, kind="problem", points=["什么时候修"]
    ).execute()
    Case.objects.filter(pk=receipt.case_id).update(number=f"V-{receipt.case_id}-{side}")
    return Case.objects.get(pk=receipt.case_id)


def issue_at(world: World, side: str) -> dict[str, object]:
    """Two matters of one neighbourhood brought together."""
    lead, other = spoken(world, side), spoken(world, side, "路灯还是坏的")
    issue = MergeCases(actor=SYSTEM, lead_id=lead.pk, case_ids=[other.pk], title="路灯", reason="同一盏").execute()
    Issue.objects.filter(pk=issue.pk).update(number=f"I-{issue.pk}-{side}")
    return {"number": f"I-{issue.pk}-{side}"}


def case_at(world: World, side: str) -> dict[str, object]:
    """The number of a case."""
    return {"number": spoken(world, side).number}


def me_too_row(world: World, side: str) -> MeToo:
    """An open link of a case of the side."""
    case = spoken(world, side)
    return MeToo.objects.create(
        town_id=case.town_id, case=case, place_id=case.place_id, title="路灯不亮", token=random_token(),
        opened_at=now(), opened_by_label="人大办", closes_on=today(),
    )  # fmt: skip


def me_too_case(world: World, side: str) -> dict[str, object]:
    """The number of a case with an open link."""
    return {"number": me_too_row(world, side).case.number}


def me_too_link(world: World, side: str) -> dict[str, object]:
    """The token of an open link."""
    return {"token": me_too_row(world, side).token}


def part_at(world: World, side: str) -> dict[str, object]:
    """A divided matter: the slip of the speaker, the number of the part."""
    whole, part = spoken(world, side), spoken(world, side)
    opinion = Opinion.objects.get(case=whole)
    Case.objects.filter(pk=whole.pk).update(part_count=1)
    Case.objects.filter(pk=part.pk).update(part_of=opinion.pk)
    return {"token": opinion.public_token, "number": part.number}


def run_row(world: World, side: str) -> DeliveryRun:
    """A run with one slip."""
    case, place = spoken(world, side), world.place(side)
    run = DeliveryRun(
        town_id=case.town_id, number=f"R-{case.pk}-{side}", place=place, place_path=place.path, day=today(),
        carry_until=today(), made_at=now(), made_by_label="居委会",
    )  # fmt: skip
    run.token_digest = text_digest(carrying_token(run.pk))
    run.save(force_insert=True)
    DeliveryItem.objects.create(
        town_id=case.town_id, run=run, order=1, case=case, opinion=Opinion.objects.get(case=case)
    )
    return run


def run_at(world: World, side: str) -> dict[str, object]:
    """The number of a run."""
    return {"number": run_row(world, side).number}


def carry_at(world: World, side: str) -> dict[str, object]:
    """The carrying link of a run."""
    return {"token": carrying_token(run_row(world, side).pk)}


def promise_row(world: World, side: str) -> Promise:
    """A promise in a case of the side."""
    case = spoken(world, side)
    return Promise.objects.create(
        town_id=case.town_id, owner_kind="case", owner_id=case.pk, text="换灯", promised_on=today(), due_on=today()
    )


def promise_at(world: World, side: str) -> dict[str, object]:
    """The id of a promise."""
    return {"promise": promise_row(world, side).pk}


def note_at(world: World, side: str) -> dict[str, object]:
    """The id of news nobody heard yet."""
    promise = promise_row(world, side)
    note = PromiseNote.objects.create(
        town_id=promise.town_id, promise=promise, case_id=promise.owner_id, kind="yearly", year=today().year,
        text="已招标", made_at=now(), made_by_label="城建办",
    )  # fmt: skip
    return {"note": note.pk}


MAKERS = {
    "issue": issue_at,
    "voices_case": case_at,
    "me_too_case": me_too_case,
    "me_too": me_too_link,
    "part": part_at,
    "run": run_at,
    "carry": carry_at,
    "promise": promise_at,
    "promise_note": note_at,
}

SEE = """
    200: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader deputy
    403: rest
    302: resident
"""
SEE_ONE = """
    200: congress_office congress_chair leader
    200/404: secretary committee
    404: government_desk unit_handler unit_head deputy
    403: rest
    302: resident
"""
DOOR = """
    200: congress_office congress_chair
    200/404: secretary committee
    403: rest
    302: resident
"""
MERGES = """
    200: congress_office congress_chair
    404: government_desk
    403: rest
    302: resident
"""
MERGES_POST = """
    {}: congress_office congress_chair
    404: government_desk
    403: rest
    401: resident
"""
NEIGHBOUR = """
    {0}: congress_office congress_chair
    {0}/404: secretary committee
    404: government_desk
    403: rest
    {1}: resident
"""

ROWS = [
    *[Row(f"cases:{name}", "GET", SEE) for name in (
        "desk_issues", "desk_promises", "desk_promise_units", "desk_promise_news",
    )],
    Row("cases:desk_issue", "GET", SEE_ONE, made="issue"),
    Row("cases:desk_issue_new", "GET", """
        302: congress_office congress_chair government_desk resident
        403: rest
    """),
    Row("cases:desk_issue_new", "POST", """
        422: congress_office congress_chair government_desk
        403: rest
        401: resident
    """),
    Row("cases:desk_issue_leave", "POST", MERGES_POST.format(422), made="issue"),
    Row("cases:desk_issue_repeat", "POST", MERGES_POST.format(302), made="issue"),
    Row("cases:desk_split", "GET", MERGES, made="voices_case"),
    Row("cases:desk_split", "POST", MERGES_POST.format(422), made="voices_case"),
    Row("cases:desk_me_too", "GET", NEIGHBOUR.format(200, 302), made="voices_case"),
    Row("cases:desk_me_too", "POST", NEIGHBOUR.format(422, 401), made="voices_case"),
    Row("cases:desk_me_too_print", "GET", NEIGHBOUR.format(200, 302), made="me_too_case"),
    Row("cases:me_too", "GET", "200: rest", made="me_too"),
    Row("cases:me_too", "POST", "302: rest", made="me_too", open_to_all=True),
    Row("cases:part_verdict", "GET", "200: rest", made="part"),
    Row("cases:part_verdict", "POST", "422: rest", made="part", data={"result": ""}),
    Row("cases:desk_delivery", "GET", """
        200: congress_office congress_chair secretary committee
        403: rest
        302: resident
    """),
    Row("cases:desk_delivery", "POST", """
        422: congress_office congress_chair secretary committee
        403: rest
        401: resident
    """),
    *[Row(f"cases:{name}", "GET", DOOR, made="run") for name in (
        "desk_run", "desk_run_slips", "desk_run_sheet", "desk_run_calls",
    )],
    *[Row(f"cases:{name}", "POST", """
        422: congress_office congress_chair
        422/404: secretary committee
        403: rest
        401: resident
    """, made="run") for name in ("desk_run", "desk_run_calls")],
    Row("cases:desk_run_close", "POST", """
        302: congress_office congress_chair
        302/404: secretary committee
        403: rest
        401: resident
    """, made="run"),
    Row("cases:carry", "GET", "200: rest", made="carry"),
    Row("cases:carry", "POST", "302: rest", made="carry", open_to_all=True),
    Row("cases:desk_promise_year", "GET", SEE_ONE, made="promise"),
    Row("cases:desk_promise_year", "POST", """
        422: congress_office congress_chair leader
        422/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        401: resident
    """, made="promise"),
    Row("cases:desk_promise_told", "POST", """
        302: congress_office congress_chair leader
        302/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        401: resident
    """, made="promise_note"),
]  # fmt: skip

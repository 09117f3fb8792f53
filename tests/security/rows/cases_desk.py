"""The desk: a case at the own place; a foreign one is not found by those who see their own only."""

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.models import Case, Opinion
from lianxin.journal.actors import anonymous_resident
from tests.security.matrix import Row
from tests.security.world import World


def case_at(world: World, side: str) -> dict[str, object]:
    """The number of a case that somebody brought at a place of the side; no unit has it yet."""
    receipt = RecordOpinion(
        actor=anonymous_resident(), words="路灯坏了", place_id=world.place(side).pk, kind="problem"
    ).execute()
    case = Case.objects.get(pk=receipt.case_id)
    Case.objects.filter(pk=case.pk).update(number=f"{case.number}-{side}")
    return {"number": f"{case.number}-{side}"}


def slip_at(world: World, side: str) -> dict[str, object]:
    """The token of the slip of a case of the side."""
    number = case_at(world, side)["number"]
    return {"token": Opinion.objects.get(case__number=number).public_token}


MAKERS = {"desk_case": case_at, "desk_slip": slip_at}

ROWS = [
    Row("cases:desk_cases", "GET", """
        200: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader deputy
        403: rest
        302: resident
    """),
    Row("cases:desk_case", "GET", made="desk_case", cells="""
        200: congress_office congress_chair leader
        200/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        302: resident
    """),
    Row("cases:desk_do", "GET", made="desk_case", kwargs={"move": "transfer"}, cells="""
        200: congress_office congress_chair
        302: leader
        302/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        302: resident
    """),
    Row("cases:desk_do", "POST", made="desk_case", kwargs={"move": "edit_triage"},
        found_first="secretary committee leader", cells="""
        422: congress_office congress_chair
        403/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        401: resident
    """),
    Row("cases:desk_contact", "GET", made="desk_case", cells="""
        200: congress_office congress_chair
        200/404: secretary committee
        404: government_desk unit_handler unit_head
        403: rest
        302: resident
    """),
    Row("cases:desk_contact", "POST", made="desk_case", cells="""
        422: congress_office congress_chair
        422/404: secretary committee
        404: government_desk unit_handler unit_head
        403: rest
        401: resident
    """),
    *[
        Row(name, "GET", made="desk_case", cells="""
            200: congress_office congress_chair leader
            200/404: secretary committee
            404: government_desk unit_handler unit_head deputy
            403: rest
            302: resident
        """)
        for name in ("cases:desk_print", "cases:desk_hints")
    ],
    Row("cases:desk_week", "GET", """
        200: secretary committee
        403: rest
        302: resident
    """),
    Row("cases:supervision", "GET", """
        200: congress_office congress_chair government_desk leader
        403: rest
        302: resident
    """),
    Row("cases:desk_transfer", "GET", """
        302: congress_office congress_chair
        403: rest
        302: resident
    """),
    Row("cases:desk_transfer", "POST", data={}, cells="""
        422: congress_office congress_chair
        403: rest
        401: resident
    """),
    *[
        Row(name, "GET", kwargs={"number": "102-转-2026-001"}, cells="""
            404: congress_office congress_chair government_desk
            403: rest
            302: resident
        """)
        for name in ("cases:desk_transfer_list",)
    ],
    Row("cases:desk_attach", "GET", made="desk_case", cells="""
        200: congress_office congress_chair
        200/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        302: resident
    """),
    Row("cases:desk_attach", "POST", made="desk_case", cells="""
        422: congress_office congress_chair
        422/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        401: resident
    """),
    Row("cases:desk_receipt", "GET", made="desk_case", cells="""
        200: congress_office congress_chair
        200/404: secretary committee recorder
        404: government_desk
        403: rest
        302: resident
    """),
    Row("cases:desk_receipt", "POST", made="desk_case", cells="""
        422: congress_office congress_chair
        422/404: secretary committee recorder
        404: government_desk
        403: rest
        401: resident
    """),
    Row("cases:desk_receipts", "GET", """
        200: recorder secretary committee congress_office congress_chair government_desk
        403: rest
        302: resident
    """),
    Row("cases:desk_blank", "GET", """
        200: deputy recorder secretary committee congress_office congress_chair government_desk
        403: rest
        302: resident
    """),
    Row("cases:desk_recorded", "GET", made="desk_slip", cells="""
        200: deputy recorder secretary committee congress_office congress_chair government_desk
        403: rest
        302: resident
    """),
    Row("cases:desk_record", "GET", """
        200: deputy recorder secretary committee congress_office congress_chair government_desk
        403: rest
        302: resident
    """),
    Row("cases:desk_record", "POST", data={"words": ""}, cells="""
        422: deputy recorder secretary committee congress_office congress_chair government_desk
        403: rest
        401: resident
    """),
]  # fmt: skip

"""Papers: a matter's own follow the matter; lists show each only what he or she may open."""

from lianxin.cases.actions import AnswerOnTheSpot, RecordOpinion
from lianxin.cases.models import Case
from lianxin.journal.actors import Grant, anonymous_resident
from lianxin.people import roles
from tests.cases.factories import account
from tests.security.matrix import Row
from tests.security.world import World


def notice_at(world: World, side: str) -> dict[str, object]:
    """A matter of the side that was answered on the spot: its notice is there to print."""
    receipt = RecordOpinion(
        actor=anonymous_resident(), words="路灯坏了", place_id=world.place(side).pk, kind="problem"
    ).execute()
    office = account("人大办", Grant(roles.CONGRESS_OFFICE))
    AnswerOnTheSpot(actor=office, case_id=receipt.case_id, text="今晚就修", told_how="on_site").execute()
    case = Case.objects.get(pk=receipt.case_id)
    Case.objects.filter(pk=case.pk).update(number=f"{case.number}-{side}")
    return {"number": f"{case.number}-{side}", "code": "notice"}


MAKERS = {"desk_notice": notice_at}

_LISTS = """
    200: secretary committee congress_office congress_chair government_desk unit_handler unit_head leader deputy
    403: rest
    302: resident
"""

ROWS = [
    Row("cases:paper", "GET", made="desk_notice", cells="""
        200: congress_office congress_chair leader
        200/404: secretary committee
        404: government_desk unit_handler unit_head deputy
        403: rest
        302: resident
    """),
    *[
        Row("cases:transfer_paper", "GET", kwargs={"number": "102-转-2026-001", "code": code}, cells="""
            404: congress_office congress_chair government_desk
            403: rest
            302: resident
        """)
        for code in ("summary", "handover")
    ],
    Row("cases:ledger", "GET", _LISTS),
    Row("cases:promise_ledger", "GET", _LISTS),
    Row("cases:feedback", "GET", """
        200: secretary committee congress_office congress_chair
        403: rest
        302: resident
    """),
    Row("cases:handling_report", "GET", """
        200: government_desk congress_office congress_chair
        403: rest
        302: resident
    """),
]  # fmt: skip

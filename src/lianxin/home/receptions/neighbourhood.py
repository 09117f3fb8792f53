"""The exit “neighbourhood”: the matter goes to the government desk at once, which is asked to give it to the committee.

The congress assigns nothing to anybody (it transfers, the desk assigns); a committee leads only what is
on its own list.  So the exit transfers the matter in the same step, its clock of 交办 starts, the neighbourhood's
secretary hears of it, and the desk's form begins with the committee.
"""

from django.utils.translation import gettext as _

from lianxin.cases import lists
from lianxin.cases.actions.transfer import Transfer
from lianxin.cases.desk.proposals import Proposal, proposed_by
from lianxin.cases.models import Case
from lianxin.home.models import Exit, Visitor
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid
from lianxin.places.models import Place, Unit
from lianxin.places.selectors import committee_of


def committee_for(place_id: int | None, kind: str, category: str) -> Unit:
    """The committee a matter can go to; raises ``Invalid`` at the field that is missing."""
    if place_id is None:
        raise Invalid.at("place", "required", _("请居委会办的，请选是哪个小区的事。"))
    if kind == lists.UNKNOWN or not kind:
        raise Invalid.at("kind", "required", _("请居委会办的，请先选这是什么事。"))
    entry = lists.entries("opinion_kind").get(kind)
    if kind == "accusation" or (entry is not None and entry.extra.get("leaves_flow")):
        raise Invalid.at("exit", "leaves_flow", _("举报和紧急的事不能请居委会办，请选别的去向。"))
    if not category:
        raise Invalid.at("category", "required", _("请居委会办的，请选分类。"))
    place = Place.objects.filter(pk=place_id).first()
    unit = committee_of(place) if place is not None else None
    if unit is None:
        raise Invalid.at("place", "committee", _("这里没有登记居委会，请选“交镇人大办汇总转交”。"))
    return unit


def hand_over(actor: Actor, case: Case, committee: Unit, told: str) -> None:
    """Transfer the matter with the word of the reception; in the same transaction."""
    note = _("接待时商定请%(unit)s办。%(told)s") % {"unit": committee.name, "told": told}
    Transfer(actor=actor, case_id=case.pk, note=note[:300]).execute()


def _proposal(case: Case) -> Proposal | None:
    """For a matter that left a reception by this exit: the committee of its place."""
    rows = Visitor.objects.select_related("reception").filter(case_id=case.pk, exit=Exit.NEIGHBOURHOOD)
    guest = rows.order_by("id").first()
    unit = committee_of(case.place) if guest is not None and case.place is not None else None
    if guest is None or unit is None:
        return None
    facts = {"number": guest.reception.number, "unit": unit.name}
    return Proposal(unit.pk, _("代表接待 %(number)s 时请%(unit)s办") % facts)


def register() -> None:
    """Propose the committee to the desk."""
    proposed_by(_proposal)

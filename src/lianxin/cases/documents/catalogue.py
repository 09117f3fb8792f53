"""Which papers a matter has: one table, each with when it is offered and how it is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lianxin.cases import workflow as w
from lianxin.cases.documents import answers, asking, contacts, orders, reading
from lianxin.cases.documents.answers import Door
from lianxin.cases.documents.house import House
from lianxin.cases.models import Case
from lianxin.cases.selectors.case_page import CasePage
from lianxin.core.documents.letters.model import Paper
from lianxin.journal.actors import Actor


@dataclass(frozen=True, slots=True)
class Wanted:
    """Everything a paper of a matter may be made from."""

    page: CasePage
    house: House
    actor: Actor
    door: Door = field(default_factory=Door)
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """One paper: its word, whether a matter offers it (no statement), how it is made (None: there is nothing yet)."""

    code: str
    label: str | Promise
    offered: Callable[[Case], bool]
    make: Callable[[Wanted], Paper | None]


def _order(wanted: Wanted) -> Paper | None:
    return orders.order(wanted.page, wanted.house, wanted.files)


def _about(page: CasePage) -> asking.About:
    return asking.About(page.case.title, page.case.number, page.case.assigned_on)


def _return(wanted: Wanted) -> Paper | None:
    found = reading.returned(wanted.page.case)
    return asking.return_sheet(_about(wanted.page), wanted.house, found) if found is not None else None


def _extension(wanted: Wanted) -> Paper | None:
    found = reading.extended(wanted.page)
    return asking.extension_sheet(_about(wanted.page), wanted.house, found) if found is not None else None


def _co_opinion(wanted: Wanted) -> Paper | None:
    """The actor's own unit's opinion, else the last one given."""
    given = [one for one in wanted.page.co_units if one.text]
    mine = wanted.actor.unit_ids()
    own = next((one for one in given if one.ref in mine), None)
    found = own or (given[-1] if given else None)
    return asking.co_opinion(wanted.page, wanted.house, found) if found is not None else None


def _notice(wanted: Wanted) -> Paper | None:
    return answers.notice(wanted.page, wanted.house, wanted.door)


def _answered(case: Case) -> bool:
    return case.replied_on is not None


def _told(case: Case) -> bool:
    return case.replied_on is not None or case.state == w.ANSWERED or case.outcome == w.ANSWERED


#: States in which a unit may have asked for more time.
_ASKED: Final = frozenset({w.ACCEPTED, w.CONTACTED, w.REPLY_DRAFT})

KINDS: Final = (
    Kind("order", _("交办单"), lambda case: case.lead_unit_id is not None, _order),
    Kind("return", _("退回（异议）单"), lambda case: case.return_count > 0, _return),
    Kind(
        "extension", _("延期申请单"), lambda case: case.extension_count > 0 or case.state in _ASKED, _extension
    ),
    Kind("co-opinion", _("会办意见函"), lambda case: bool(case.co_unit_path.strip("/")), _co_opinion),
    Kind(
        "contacts", _("沟通联系记录"), lambda case: case.contacted_on is not None or case.replied_on is not None,
        lambda one: contacts.contact_log(one.page, one.house),
    ),
    Kind("reply", _("答复函"), _answered, lambda one: answers.reply_letter(one.page, one.house)),
    Kind("notice", _("居民告知单"), _told, _notice),
    Kind("survey", _("征询意见表"), _answered, lambda one: answers.survey(one.page, one.house)),
)  # fmt: skip
BY_CODE: Final[Mapping[str, Kind]] = {one.code: one for one in KINDS}


def offered(case: Case) -> list[Kind]:
    """The papers a matter offers where it stands."""
    return [one for one in KINDS if one.offered(case)]

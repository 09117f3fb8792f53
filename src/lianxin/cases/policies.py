"""Who may: which party of the workflow an actor is, who sees a case, who may make which move.

From the table of roles in the domain notes (§6a) with the mission's corrections.  Policies read only what stands on the
actor and on the case row, never the database.
"""

from typing import Final

from lianxin.cases import rules, workflow
from lianxin.cases.models import Case, Track
from lianxin.journal.actors import DEPUTY as DEPUTY_KIND
from lianxin.journal.actors import RESIDENT, SYSTEM_KIND, Actor, Grant
from lianxin.people import roles
from lianxin.people.policies import Everyone, Policy, RolePolicy

_OFFICE: Final = (roles.CONGRESS_OFFICE, roles.CONGRESS_CHAIR)
_AT_PLACE: Final = (roles.SECRETARY, roles.COMMITTEE)
_OF_UNIT: Final = (roles.UNIT_HANDLER, roles.UNIT_HEAD)


def _reaches(grant: Grant, path: str) -> bool:
    """Whether a grant reaches a place; one without a place reaches the whole town."""
    return not grant.place_path or (bool(path) and path.startswith(grant.place_path))


def deputy_ids(actor: Actor) -> frozenset[int]:
    """The deputies the actor stands for."""
    return frozenset(grant.deputy_id for grant in actor.grants_of(roles.DEPUTY) if grant.deputy_id is not None)


def works_for_handler(actor: Actor, case: Case) -> bool:
    """Whether the actor belongs to a unit that handles the case, in whatever role."""
    if actor.unit_ids() & case.unit_ids:
        return True
    return case.lead_is_desk and actor.has(roles.GOVERNMENT_DESK)


def parties(actor: Actor, case: Case | None = None, opinion_ids: frozenset[int] = frozenset()) -> frozenset[str]:
    """Which parties of the workflow an actor is: in general, or towards one case.

    ``opinion_ids`` are the opinions of the case; a resident is a party only to the one whose code was shown.
    """
    found: set[str] = set()
    if actor.kind == SYSTEM_KIND:
        found.add(workflow.SYSTEM)
    if actor.kind == RESIDENT and (case is None or (actor.id.isdigit() and int(actor.id) in opinion_ids)):
        found.add(workflow.RESIDENT)
    path = None if case is None else case.place_path
    for grant in actor.grants:
        found |= _parties_of(grant, path, case)
    return frozenset(found)


def _parties_of(grant: Grant, path: str | None, case: Case | None) -> set[str]:
    """What one grant makes of its holder."""
    if grant.role in _OFFICE:
        return {workflow.CONGRESS_OFFICE}
    if grant.role == roles.GOVERNMENT_DESK:
        return {workflow.GOVERNMENT_DESK}
    if grant.role in _AT_PLACE:
        return {workflow.SECRETARY} if path is None or _reaches(grant, path) else set()
    if grant.role == roles.RECORDER:
        return {workflow.RECORDER} if path is None or _reaches(grant, path) else set()
    if grant.role == roles.DEPUTY:
        return _deputy_parties(grant, case)
    if grant.role in _OF_UNIT:
        return _unit_parties(grant, case)
    return set()


def _deputy_parties(grant: Grant, case: Case | None) -> set[str]:
    """Who brought the matter, or who took it over."""
    if case is None or grant.deputy_id in case.deputy_ids:
        return {workflow.DEPUTY}
    return {workflow.SUCCESSOR} if grant.deputy_id in case.heir_ids else set()


def _unit_parties(grant: Grant, case: Case | None) -> set[str]:
    if case is None or (grant.unit_id is not None and grant.unit_id == case.lead_unit_id):
        return {workflow.UNIT, workflow.UNIT_HEAD} if grant.role == roles.UNIT_HEAD else {workflow.UNIT}
    return {workflow.CO_UNIT} if grant.unit_id in case.co_unit_ids else set()


def tracks_to_record(actor: Actor) -> tuple[str, ...]:
    """On which tracks the actor may write words down: each desk on its own, a person of both on either."""
    own, found = parties(actor), {"record": Track.RESIDENT, "record_hotline": Track.HOTLINE}
    return tuple(track.value for code, track in found.items() if own & frozenset(workflow.BY_CODE[code].actors))


def may_close(actor: Actor, case: Case) -> bool:
    """The right desk, never somebody of the handling unit, never a deputy who brought the matter (ADR 5)."""
    who = rules.closer(reached_desk=case.reached_desk, lead_is_desk=case.lead_is_desk)
    if who not in parties(actor, case) or works_for_handler(actor, case):
        return False
    return actor.kind != DEPUTY_KIND and not deputy_ids(actor) & (case.deputy_ids | case.heir_ids)


def sees_sealed(actor: Actor) -> bool:
    """Accusations are seen by the congress office alone, which hands them over."""
    return actor.has(*_OFFICE)


class SeeCase(Policy):
    """Who may open the page of a case."""

    #: Roles whose work brings them to a case page at all.
    ROLES: Final = RolePolicy(*_OFFICE, roles.GOVERNMENT_DESK, roles.LEADER, *_AT_PLACE, *_OF_UNIT, roles.DEPUTY)

    def check(self, actor: Actor, obj: object = None) -> bool:
        """The congress office all; the desk what reached it; leaders all but sealed; others their own."""
        if not isinstance(obj, Case):
            return self.ROLES.check(actor)
        if obj.sealed:
            return sees_sealed(actor)
        if actor.has(*_OFFICE, roles.LEADER) or (obj.reached_desk and actor.has(roles.GOVERNMENT_DESK)):
            return True
        follows = {workflow.SECRETARY, workflow.UNIT, workflow.CO_UNIT, workflow.DEPUTY, workflow.SUCCESSOR}
        return bool(parties(actor, obj) & follows)


class SeeWords(Policy):
    """Who reads the verbatim words of a confidential opinion: only those who must decide where it goes."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the actor holds one of the two desks."""
        return actor.has(*_OFFICE, roles.GOVERNMENT_DESK)


class ReadContact(Policy):
    """Who may look at contact data, with a logged reason: who has to get in touch with the resident."""

    def check(self, actor: Actor, obj: object = None) -> bool:
        """The desks, the lead unit of the case, the neighbourhood; never a deputy, never a co-unit."""
        if not isinstance(obj, Case):
            return actor.has(*_OFFICE, roles.GOVERNMENT_DESK, *_AT_PLACE, *_OF_UNIT)
        if not SEE_CASE.check(actor, obj):
            return False
        wanted = {workflow.CONGRESS_OFFICE, workflow.GOVERNMENT_DESK, workflow.UNIT, workflow.SECRETARY}
        return bool(parties(actor, obj) & wanted)


class Attach(Policy):
    """Who may put photos and papers beside a case: who records or handles; a leader only reads."""

    PARTIES: Final = frozenset(
        {
            workflow.CONGRESS_OFFICE, workflow.GOVERNMENT_DESK, workflow.SECRETARY, workflow.UNIT, workflow.CO_UNIT,
            workflow.DEPUTY,
        }
    )  # fmt: skip

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the actor sees the case and is more than a reader of it."""
        case = obj if isinstance(obj, Case) else None
        return SEE_CASE.check(actor, obj) and bool(parties(actor, case) & self.PARTIES)


class Reprint(Policy):
    """Who may hand out a receipt once more: desks and recorders within reach, never who handles the matter.

    With the query code one judges in the speaker's name, and nobody judges what it handled itself.
    """

    ROLES: Final = RolePolicy(*_OFFICE, roles.GOVERNMENT_DESK, *_AT_PLACE, roles.RECORDER)
    PARTIES: Final = frozenset(
        {workflow.CONGRESS_OFFICE, workflow.GOVERNMENT_DESK, workflow.SECRETARY, workflow.RECORDER}
    )

    def check(self, actor: Actor, obj: object = None) -> bool:
        """The desk only what reached it; an accusation only who may see it; nobody of a unit that handles."""
        if not isinstance(obj, Case):
            return self.ROLES.check(actor)
        if works_for_handler(actor, obj) or not self.ROLES.check(actor):
            return False
        here = parties(actor, obj) & self.PARTIES
        return bool(here) and ((workflow.RECORDER in here and not obj.sealed) or SEE_CASE.check(actor, obj))


class MayMove(Policy):
    """Who may make one move of the workflow (the state and the guards are the action's matter)."""

    def __init__(self, code: str) -> None:
        """Take the code of a move; ``KeyError`` for one the table does not have."""
        self.move = workflow.BY_CODE[code]

    def __repr__(self) -> str:
        """The move."""
        return f"MayMove({self.move.code})"

    def check(self, actor: Actor, obj: object = None) -> bool:
        """Whether the actor is one of the parties of the move, and sees the case."""
        if not isinstance(obj, Case):
            return bool(parties(actor) & frozenset(self.move.actors))
        if obj.sealed and actor.kind not in {RESIDENT, SYSTEM_KIND} and not sees_sealed(actor):
            return False
        return bool(parties(actor, obj) & frozenset(self.move.actors))


EVERYONE: Final = Everyone()
SEE_CASE: Final = SeeCase()
SEE_WORDS: Final = SeeWords()
READ_CONTACT: Final = ReadContact()
ATTACH: Final = Attach()
REPRINT: Final = Reprint()
#: Who may write down what somebody said; residents themselves speak on the public side without any role.
RECORD: Final = RolePolicy(roles.DEPUTY, roles.RECORDER, *_AT_PLACE, *_OFFICE, roles.GOVERNMENT_DESK)
IMPORT: Final = RolePolicy(*_OFFICE, roles.GOVERNMENT_DESK)
#: For whom 本周一页 is made: those who carry answers to the door.
THE_WEEK: Final = RolePolicy(*_AT_PLACE)
#: Who sends a 汇总转交 list and who receives it.
TRANSFER_LIST: Final = RolePolicy(*_OFFICE, roles.GOVERNMENT_DESK)
TRANSFER: Final = MayMove("transfer")
ASSIGN: Final = MayMove("assign")
HANDLE: Final = MayMove("accept")
SIGN: Final = MayMove("sign")
CLOSE: Final = MayMove("close")

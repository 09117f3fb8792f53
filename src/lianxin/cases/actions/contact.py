"""Getting in touch: first contact, telling the answer, asking whether it is solved; and more time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from lianxin.cases import policies, texts, workflow
from lianxin.cases.actions.assign import UnitAction
from lianxin.cases.actions.base import MAX_REASON, CaseAction, at, line, too_long
from lianxin.cases.actions.carry import ASKABLE, TELLING, delivered, note_asking, write_log
from lianxin.cases.models import Case, ContactHow, ContactLog, ContactPurpose, ExtensionRequest
from lianxin.cases.rules import Facts
from lianxin.clocks.rules import WORKING_DAY
from lianxin.clocks.rulesets import limit
from lianxin.core.clock import now, today
from lianxin.journal.errors import FieldProblem, NotAllowed, WrongState

MAX_EXTRA: Final = 180


@dataclass(kw_only=True)
class FirstContact(UnitAction[ContactLog]):
    """先行联系: the unit gets in touch before it handles; an attempt counts, and says whether it reached anybody."""

    verb: ClassVar[str] = "case.first_contact"
    move_code: ClassVar[str] = "first_contact"

    how: str = ""
    reached: bool = True
    note: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A known way, a note that fits."""
        self.note = line(self.note)
        found = too_long("note", self.note, 500)
        return found if not self.how or self.how in ContactHow.values else [*found, at("how", "how_unknown")]

    def facts(self) -> Facts:
        """Own unit, how."""
        return Facts(own_unit=self.is_own_unit(), contact_noted=bool(self.how))

    def change(self) -> ContactLog:
        """One line of the log."""
        self.case.contacted_on = today()
        return write_log(self, ContactPurpose.FIRST_CONTACT, self.how, self.reached, self.note)

    def details(self) -> Mapping[str, object]:
        """How, and whether somebody was reached."""
        return {"how": self.how, "reached": self.reached}


@dataclass(kw_only=True)
class LogContact(CaseAction[ContactLog]):
    """Any other contact: telling the answer (``inform``), asking (``ask_verdict``), or ``other``.

    Only ``inform`` with ``reached`` delivers an answer.  Asking is done by somebody who did not handle the matter.
    """

    verb: ClassVar[str] = "case.log_contact"
    move_code: ClassVar[str] = "log_contact"

    purpose: str = ContactPurpose.OTHER
    how: str = ""
    reached: bool = True
    note: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """Known codes, a note that fits."""
        self.note = line(self.note)
        found = too_long("note", self.note, 500)
        if self.how and self.how not in ContactHow.values:
            found.append(at("how", "how_unknown"))
        if self.purpose not in {ContactPurpose.INFORM, ContactPurpose.ASK_VERDICT, ContactPurpose.OTHER}:
            found.append(at("purpose", "how_unknown"))
        return found

    def facts(self) -> Facts:
        """How."""
        return Facts(contact_noted=bool(self.how))

    def check_guards(self) -> None:
        """Telling needs an answer; asking needs an answer and somebody who did not handle."""
        super().check_guards()
        if self.purpose == ContactPurpose.INFORM and self.case.state not in TELLING:
            raise WrongState("nothing_to_tell", texts.nothing_to_tell())
        if self.purpose == ContactPurpose.ASK_VERDICT:
            if self.case.state not in ASKABLE:
                raise WrongState("nothing_to_ask", texts.nothing_to_ask())
            if policies.works_for_handler(self.actor, self.case):
                raise NotAllowed("handler_asks", texts.handler_asks())

    def change(self) -> ContactLog:
        """One line of the log."""
        return write_log(self, self.purpose, self.how, self.reached, self.note)

    def turn_clocks(self) -> None:
        """Delivery and asking turn the clocks of the answer."""
        if self.purpose == ContactPurpose.INFORM and self.reached:
            delivered(self)
        elif self.purpose == ContactPurpose.ASK_VERDICT:
            note_asking(self)

    def mirror_due(self) -> None:
        """Once told, nothing is due on a handed-over matter."""
        if self.case.state == workflow.HANDED_OVER:
            if self.purpose == ContactPurpose.INFORM and self.reached:
                self.case.due_on, self.case.due_code = None, ""
            return
        super().mirror_due()

    def details(self) -> Mapping[str, object]:
        """What for, how, and whether somebody was reached."""
        return {"purpose": self.purpose, "how": self.how, "reached": self.reached}


@dataclass(kw_only=True)
class RequestExtension(UnitAction[ExtensionRequest]):
    """The unit asks for more time, on the last day at the latest; days and unit default to the rule's."""

    verb: ClassVar[str] = "case.request_extension"
    move_code: ClassVar[str] = "request_extension"

    reason: str = ""
    n: int | None = None

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits, days in range."""
        self.reason = line(self.reason)
        return [*too_long("reason", self.reason, MAX_REASON), *check_days(self.n)]

    def facts(self) -> Facts:
        """Own unit, once, in time, with a reason."""
        return extension_facts(self, self.reason, own=self.is_own_unit())

    def change(self) -> ExtensionRequest:
        """Write the request for the desk."""
        n, unit = extension_of(self.case, self.n)
        row = ExtensionRequest(
            case=self.case,
            unit_id=self.case.lead_unit_id,
            n=n,
            time_unit=unit,
            reason=self.reason,
            made_at=now(),
            made_by_label=self.actor.label[:120],
        )
        row.save(force_insert=True)
        return row


@dataclass(kw_only=True)
class Extend(CaseAction[Case]):
    """The desk grants more time, once, before the due day; the reason is told to the resident."""

    verb: ClassVar[str] = "case.extend"
    move_code: ClassVar[str] = "extend"

    reason: str = ""
    n: int | None = None

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits, days in range."""
        self.reason = line(self.reason)
        return [*too_long("reason", self.reason, MAX_REASON), *check_days(self.n)]

    def facts(self) -> Facts:
        """Once, in time, with a reason."""
        return extension_facts(self, self.reason, own=False)

    def change(self) -> Case:
        """Decide the request, move the due day."""
        request = ExtensionRequest.objects.filter(case_id=self.case.pk, decision="").order_by("id").first()
        if request is not None:
            decide_extension(request, self, "granted", self.reason)
        n, unit = extension_of(self.case, self.n or (request.n if request is not None else None))
        self._extension = self.clocks.extend("answer", n, unit, self.reason, self.actor.label[:120])
        self.case.extension_count += 1
        return self.case

    def details(self) -> Mapping[str, object]:
        """From when to when."""
        return {"old": self._extension.old_due_on, "new": self._extension.new_due_on, "reason": self.reason}


@dataclass(kw_only=True)
class RefuseExtension(CaseAction[Case]):
    """The desk does not grant the time that was asked for, with the reason."""

    verb: ClassVar[str] = "case.refuse_extension"
    move_code: ClassVar[str] = "refuse_extension"

    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A reason that fits."""
        self.reason = line(self.reason)
        return too_long("reason", self.reason, MAX_REASON)

    def facts(self) -> Facts:
        """The reason."""
        return Facts(reason=self.reason)

    def change(self) -> Case:
        """Decide the request; ``WrongState`` when there is none."""
        request = ExtensionRequest.objects.filter(case_id=self.case.pk, decision="").order_by("id").first()
        if request is None:
            raise WrongState("no_such_request", texts.problem("no_such_request"))
        decide_extension(request, self, "refused", self.reason)
        return self.case


def check_days(n: int | None) -> list[FieldProblem]:
    """Days (or months) somebody typed."""
    return [] if n is None or 1 <= n <= MAX_EXTRA else [at("n", "days_range", limit=MAX_EXTRA)]


def extension_of(case: Case, n: int | None) -> tuple[int, str]:
    """How long an extension is: at most the rule's own length; the rule's unit."""
    rule = limit(case.track, "extension", today())
    if rule is None:
        return n or 5, WORKING_DAY
    return min(n or rule.n, rule.n), rule.unit


def extension_facts(action: CaseAction[Any], reason: str, *, own: bool) -> Facts:
    """What the guards of an extension look at: the answer's due day, how often, why."""
    clock = action.clocks.running("answer")
    return Facts(
        own_unit=own,
        reason=reason,
        due_on=clock.due_on if clock is not None else None,
        extension_count=action.case.extension_count,
        today=today(),
    )


def decide_extension(request: ExtensionRequest, action: CaseAction[Case], decision: str, reason: str) -> None:
    """Write the desk's decision on a request."""
    request.decision, request.decided_at = decision, now()
    request.decided_by_label, request.decision_reason = action.actor.label[:120], reason
    request.save(update_fields=["decision", "decided_at", "decided_by_label", "decision_reason"])

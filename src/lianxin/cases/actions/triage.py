"""What the congress office does with a new word: sort, list what is asked, answer, redirect, hand over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from lianxin.cases import lists, workflow
from lianxin.cases.actions import intake
from lianxin.cases.actions.base import MAX_REASON, CaseAction, at, line, too_long, words
from lianxin.cases.actions.carry import note_delivery
from lianxin.cases.actions.ending import expire_contacts
from lianxin.cases.actions.titles import refind
from lianxin.cases.models import AskedPoint, Case, ContactHow, IssuePoint, Opinion, Track
from lianxin.cases.rules import Facts
from lianxin.clocks.rulesets import limits
from lianxin.core.clock import now, today
from lianxin.core.text import MAX_TEXT
from lianxin.journal.errors import FieldProblem
from lianxin.places.models import Category, Place

#: Where a matter may leave to.
EXITS: Final = ("petition", "discipline", "emergency")


@dataclass(kw_only=True)
class EditTriage(CaseAction[Case]):
    """Set kind, category, place, track, title, level and urgency; ``None`` leaves a thing as it is.

    Another track means other clocks: those of the old one are cancelled, those of the new one start today.  What turns
    out to leave the flow (举报, 紧急情况) gets the day for handing over instead.
    """

    verb: ClassVar[str] = "case.edit_triage"
    move_code: ClassVar[str] = "edit_triage"

    kind: str | None = None
    category: str | None = None
    place_id: int | None = None
    track: str | None = None
    title: str | None = None
    authority_level: str | None = None
    urgent: bool | None = None
    _place: Place | None = field(init=False, default=None, repr=False)
    _category: Category | None = field(init=False, default=None, repr=False)
    _changed: dict[str, object] = field(init=False, default_factory=dict, repr=False)
    _leaves: bool = field(init=False, default=False, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """Codes from the lists, a title that fits."""
        found: list[FieldProblem] = []
        if self.place_id is not None:
            self._place, wrong = intake.find_place(self.place_id)
            found += wrong
        if self.category is not None:
            self._category, wrong = intake.find_category(self.category)
            found += wrong
        if self.kind not in {None, lists.UNKNOWN} and self.kind not in lists.entries("opinion_kind"):
            found.append(at("kind", "kind_unknown"))
        if self.track is not None and self.track not in Track.values:
            found.append(at("track", "track_unknown"))
        if self.title is not None:
            self.title = line(self.title)
            found += too_long("title", self.title, 80)
        return found

    def facts(self) -> Facts:
        """Whose turn it is."""
        return Facts(party=hand(self), reached_desk=at_desk(self.case))

    def change(self) -> Case:
        """Write what was given and note which things changed."""
        case = self.case
        old_track = case.track
        for name in ("kind", "track", "title", "authority_level", "urgent"):
            value = getattr(self, name)
            if value is not None and value != getattr(case, name) and (value != "" or name != "title"):
                setattr(case, name, value)
                self._changed[name] = value if name != "title" else True
        if self._place is not None and self._place.pk != case.place_id:
            case.place, case.place_path = self._place, self._place.path
            self._changed["place"] = str(self._place.pk)
        if self.category is not None and (self._category.pk if self._category else None) != case.category_id:
            case.category = self._category
            self._changed["category"] = self.category
        if "kind" in self._changed:
            self._follow_kind()
        if case.track != old_track or self._leaves:
            self._change_track()
        if "title" in self._changed:
            refind(case)
        return case

    def _follow_kind(self) -> None:
        """An accusation is sealed from now on; thanks expect no verdict."""
        entry = lists.entries("opinion_kind").get(self.case.kind)
        self.case.sealed = self.case.sealed or self.case.kind == "accusation"
        self._leaves = entry is not None and bool(entry.extra.get("leaves_flow"))
        self.case.expects_verdict = entry is None or bool(entry.extra.get("expects_verdict", True))

    def _change_track(self) -> None:
        """Tracks never mix clocks."""
        self.clocks.cancel(None, today())
        track = Track.PETITION if self._leaves else self.case.track
        codes = ["hand_over"] if track == Track.PETITION else [self._waiting_clock()]
        found = limits(track, codes, self.case.kind, today())
        if not found and track != Track.PETITION:
            found = limits(track, ["assign"], self.case.kind, today())
        self.clocks.start(found, today())

    def _waiting_clock(self) -> str:
        return "assign" if self.case.state == workflow.TRANSFERRED else "transfer"

    def mirror_due(self) -> None:
        """A returned matter keeps its date on the list."""
        if self.case.state != workflow.RETURN_PENDING:
            super().mirror_due()

    def details(self) -> Mapping[str, object]:
        """Which things changed, to which codes."""
        return {"changed": self._changed}


def hand(action: CaseAction[Case]) -> str:
    """Which of the two desks the actor is, for the guard ``still_at_hand``."""
    parties = action.parties()
    mine = workflow.GOVERNMENT_DESK if at_desk(action.case) else workflow.CONGRESS_OFFICE
    return mine if mine in parties else ""


def at_desk(case: Case) -> bool:
    """Whether the government desk has it; an accusation is always the congress office's, which hands it over."""
    return case.reached_desk and not case.sealed


@dataclass(kw_only=True)
class SetPoints(CaseAction[list[AskedPoint]]):
    """List by hand what is asked; points no longer listed are superseded with the reason, never deleted."""

    verb: ClassVar[str] = "case.set_points"
    move_code: ClassVar[str] = "set_points"

    points: Sequence[str] = ()
    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """Not too many, none too long."""
        self.points = tuple(dict.fromkeys(intake.tidy_points(self.points)))
        self.reason = line(self.reason)
        return [*intake.check_points(self.points), *too_long("reason", self.reason, 200)]

    def change(self) -> list[AskedPoint]:
        """Keep points with the same text, add new ones, drop the others."""
        stands = open_points(self.case.pk)
        known = {point.text: point for point in stands}
        kept = frozenset(asked_for_others(self.case))
        dropped = [point for point in stands if point.text not in self.points and point.pk not in kept]
        for point in dropped:
            point.dropped_at, point.dropped_reason = now(), self.reason
        fresh = []
        for order, text in enumerate(self.points, start=1):
            if text in known:
                known[text].order = order
            else:
                fresh.append(AskedPoint(case=self.case, order=order, text=text))
        AskedPoint.objects.bulk_update(known.values(), ["order", "dropped_at", "dropped_reason"])
        AskedPoint.objects.bulk_create(fresh)
        self._counts = [len(fresh), len(dropped)]
        return open_points(self.case.pk)

    def mirror_due(self) -> None:
        """Listing points moves no date."""

    def details(self) -> Mapping[str, object]:
        """How many points were added and dropped."""
        return {"added": self._counts[0], "dropped": self._counts[1]}


def asked_for_others(case: Case) -> list[int]:
    """The points a lead case answers for those who follow it: only leaving the issue takes them off."""
    if case.issue_ref is None:
        return []
    rows = IssuePoint.objects.filter(at_lead__case_id=case.pk, member__left_at=None)
    return list(rows.values_list("at_lead_id", flat=True))


def open_points(case_id: int) -> list[AskedPoint]:
    """The asked points of a case that count, in order; one statement."""
    return list(AskedPoint.objects.filter(case_id=case_id, dropped_at=None).order_by("order", "id"))


@dataclass(kw_only=True)
class AnswerOnTheSpot(CaseAction[Case]):
    """Whoever hears a simple matter answers it there and then.

    ``told_how`` says how the resident was told (usually ``on_site``); empty means that somebody still has to tell.
    """

    verb: ClassVar[str] = "case.answer_on_the_spot"
    move_code: ClassVar[str] = "answer_on_the_spot"

    text: str = ""
    told_how: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A readable answer, a known way of telling."""
        self.text = words(self.text)
        found = too_long("text", self.text, MAX_TEXT)
        if self.told_how and self.told_how not in ContactHow.values:
            found.append(at("told_how", "how_unknown"))
        return found

    def facts(self) -> Facts:
        """The answer."""
        return Facts(answer=self.text)

    def change(self) -> Case:
        """Keep the answer beside the words."""
        for opinion in Opinion.objects.filter(**self.case.voices_where):
            earlier = opinion.on_spot_answer if self.case.part_of is not None else ""
            opinion.on_spot_answer = "\n".join(filter(None, [earlier, self.text]))
            opinion.save(update_fields=["on_spot_answer"])
        self.case.replied_on = today()
        return self.case

    def turn_clocks(self) -> None:
        """Telling starts, and ends at once when it was done on the spot."""
        self.clocks.stop(self.move.stops, today())
        self.start("inform", variant="answered")
        if self.told_how:
            note_delivery(self, self.told_how)

    def details(self) -> Mapping[str, object]:
        """How it was told."""
        return {"how": self.told_how}


@dataclass(kw_only=True)
class Redirect(CaseAction[Case]):
    """Not for this town: say why, and name the right channel; then somebody tells the resident."""

    verb: ClassVar[str] = "case.redirect"
    move_code: ClassVar[str] = "redirect"

    channel: str = ""
    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """Lines that fit."""
        self.channel, self.reason = line(self.channel), line(self.reason)
        return [*too_long("channel", self.channel, 60), *too_long("reason", self.reason, MAX_REASON)]

    def facts(self) -> Facts:
        """Reason, channel, and whose turn it is."""
        return Facts(party=hand(self), reached_desk=at_desk(self.case), reason=self.reason, channel=self.channel)

    def change(self) -> Case:
        """Keep where to and why."""
        self.case.redirect_channel, self.case.redirect_reason = self.channel, self.reason
        return self.case

    def turn_clocks(self) -> None:
        """The day for telling starts."""
        self.clocks.stop(self.move.stops, today())
        self.start("inform", variant="redirected")

    def details(self) -> Mapping[str, object]:
        """The channel; the reason is a text of the record, not of the log."""
        return {"channel": self.channel}


@dataclass(kw_only=True)
class HandOver(CaseAction[Case]):
    """An accusation, a petition or an emergency leaves the platform; an accusation stays sealed for ever.

    ``exit_to`` is one of :data:`EXITS`; ``channel`` names the office it went to.
    """

    verb: ClassVar[str] = "case.hand_over"
    move_code: ClassVar[str] = "hand_over"

    exit_to: str = "petition"
    channel: str = ""
    reason: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """A known exit, lines that fit."""
        self.channel, self.reason = line(self.channel), line(self.reason)
        found = [*too_long("channel", self.channel, 60), *too_long("reason", self.reason, MAX_REASON)]
        return found if self.exit_to in EXITS else [*found, at("exit_to", "channel_unknown")]

    def facts(self) -> Facts:
        """Reason, channel, and whose turn it is."""
        return Facts(party=hand(self), reached_desk=at_desk(self.case), reason=self.reason, channel=self.channel)

    def change(self) -> Case:
        """Keep where to; nobody but the office sees it any more when it accuses somebody."""
        self.case.handed_to, self.case.redirect_channel = self.exit_to, self.channel
        self.case.redirect_reason = self.reason
        self.case.sealed = self.case.sealed or self.exit_to == "discipline"
        self.case.closed_on, self.case.outcome = today(), "handed_over"
        expire_contacts(self.case)
        return self.case

    def turn_clocks(self) -> None:
        """Nothing runs here any more."""
        self.clocks.stop(self.move.stops, today())
        self.clocks.cancel(None, today())

    def mirror_due(self) -> None:
        """The day by which the person must be told stands on the list."""
        self.note_due("inform", "redirected")

    def details(self) -> Mapping[str, object]:
        """Where to."""
        return {"exit": self.exit_to, "channel": self.channel}

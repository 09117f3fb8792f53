"""One opinion, several matters: points divided, each part with its own number, unit and clock; the words once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.cases.actions.base import KIND, CaseAction, line
from lianxin.cases.actions.intake import find_category
from lianxin.cases.actions.triage import open_points
from lianxin.cases.issues import rules, texts
from lianxin.cases.issues.moves import party_of
from lianxin.cases.models import AskedPoint, Case, Opinion
from lianxin.cases.numbers import case_number
from lianxin.cases.rules import Facts
from lianxin.clocks.rulesets import limits
from lianxin.clocks.service import Clocks
from lianxin.core.clock import now, today
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal.errors import FieldProblem, Invalid
from lianxin.places.models import Category
from lianxin.records.lineage import Step, born
from lianxin.records.models import Relation
from lianxin.records.search import index


@dataclass(frozen=True, slots=True)
class PartSpec:
    """One new matter: its points (ids), its title, its category (code; empty: as the whole)."""

    point_ids: tuple[int, ...]
    title: str = ""
    category: str = ""


@dataclass(kw_only=True)
class SplitCase(CaseAction[list[Case]]):
    """Divide the points of one person's words into several matters; the first stays here with the points that are left.

    A part stands where the whole stands and its clocks began when the whole's did: dividing gains nobody time.  Raises
    ``Invalid`` at ``parts`` when a point goes twice, a part is empty or nothing stays.
    """

    verb: ClassVar[str] = "case.split"
    move_code: ClassVar[str] = "split"

    parts: Sequence[PartSpec] = ()
    _opinion: Opinion | None = field(init=False, default=None, repr=False)
    _points: list[AskedPoint] = field(init=False, default_factory=list, repr=False)
    _categories: list[Category | None] = field(init=False, default_factory=list, repr=False)
    _made: list[Case] = field(init=False, default_factory=list, repr=False)

    def problems(self) -> Sequence[FieldProblem]:
        """Points that are there and divided, one voice, categories that exist."""
        self._points = open_points(self.case.pk)
        voices = list(Opinion.objects.filter(case_id=self.case.pk))
        code = rules.parts_problem([point.pk for point in self._points], [part.point_ids for part in self.parts])
        found = [FieldProblem("parts", code, texts.sentence(code))] if code else []
        if self.case.issue_ref is not None or len(voices) != 1 or self.case.part_of is not None:
            found.append(FieldProblem("parts", "already_in_issue", texts.sentence("already_in_issue")))
        self._opinion = voices[0] if voices else None
        for part in self.parts:
            category, problems = find_category(part.category)
            self._categories.append(category)
            found += problems
        return found

    def facts(self) -> Facts:
        """At hand, in the flow, more than one."""
        leaves = self.case.sealed or self.case.kind in {"accusation", "emergency"}
        return Facts(
            party=party_of(self), reached_desk=self.case.reached_desk, leaves_flow=leaves, parts=1 + len(self.parts)
        )

    def change(self) -> list[Case]:
        """Make the parts and move their points."""
        if self._opinion is None:
            raise Invalid(FieldProblem("parts", "point_unknown", texts.sentence("point_unknown")))
        by_id = {point.pk: point for point in self._points}
        for part, category in zip(self.parts, self._categories, strict=True):
            self._made.append(self._make(part, category, [by_id[pk] for pk in part.point_ids], self._opinion))
        self.case.part_count += len(self._made)
        steps = [Step((KIND, self.case.pk), (KIND, made.pk), Relation.SPLIT_INTO) for made in self._made]
        born(self.actor, steps)
        return self._made

    def _make(self, part: PartSpec, category: Category | None, points: list[AskedPoint], opinion: Opinion) -> Case:
        whole = self.case
        names = [
            "track", "state", "kind", "place_id", "place_path", "authority_level", "urgent", "expects_verdict",
            "deputy_path", "heir_path", "reached_desk", "transferred_on", "transfer_list", "received_on",
        ]  # fmt: skip
        case = Case(
            **{name: getattr(whole, name) for name in names},
            title=shorten(mask(line(part.title) or points[0].text), 60),
            category=category or whole.category,
            part_of=opinion.pk,
            number=case_number(today().year),
        )
        clocks = Clocks.fresh(KIND, case.pk)
        for clock in self.clocks.live:
            clocks.start(limits(case.track, [clock.code], case.kind, today()), clock.started_on)
        case.due_on, case.due_code = clocks.binding().on, clocks.binding().code
        case.save(force_insert=True)
        clocks.save()
        AskedPoint.objects.bulk_create(
            [
                AskedPoint(case=case, opinion=opinion, order=order, text=point.text)
                for order, point in enumerate(points, start=1)
            ]
        )
        for point in points:
            point.dropped_at, point.dropped_reason = now(), texts.part_moved(case.number)
        AskedPoint.objects.bulk_update(points, ["dropped_at", "dropped_reason"])
        index(KIND, case.pk, f"{case.number} {case.title}")
        return case

    def details(self) -> Mapping[str, object]:
        """The numbers of the parts."""
        return {"parts": [case.number for case in self._made]}

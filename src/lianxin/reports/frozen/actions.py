"""Freezing and correcting a report."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.core.hashing import canonical_json, digest
from lianxin.core.text import tidy_line
from lianxin.db.scope import current_town
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.journal.numbering import next_number
from lianxin.people import roles
from lianxin.people.policies import RolePolicy
from lianxin.reports.frozen.content import Wanted, compose
from lianxin.reports.frozen.models import FrozenReport, ReportKind
from lianxin.reports.frozen.rules import Change, changes

#: Who signs reports: the two offices, each for what it answers for.
SIGNERS: Final = RolePolicy(roles.CONGRESS_OFFICE, roles.GOVERNMENT_DESK)


def sealed(content: Mapping[str, Any]) -> str:
    """The digest of a content."""
    return digest(canonical_json(content))


@dataclass(kw_only=True)
class FreezeReport(Action[FrozenReport]):
    """Freeze a report as it stands and sign it. Raises ``Invalid`` at ``title``, ``kind``, ``figures``, ``as_of``.

    With ``corrects`` it becomes the next version of that report: ``reason`` must say why, and what changed is kept.
    """

    verb: ClassVar[str] = "report.freeze"

    wanted: Wanted
    kind: str = ReportKind.OTHER
    corrects: FrozenReport | None = None
    reason: str = ""
    made: FrozenReport | None = field(default=None, init=False)
    changed: list[Change] = field(default_factory=list, init=False)

    def __post_init__(self) -> None:
        """Read the figures before the transaction holds the database."""
        self.content = compose(self.wanted) if SIGNERS.check(self.actor) else {}

    def lock(self) -> None:
        """Lock the version that is corrected, so that two corrections get two numbers."""
        if self.corrects is not None:
            self.corrects = FrozenReport.objects.select_for_update().get(pk=self.corrects.pk)

    def check(self) -> None:
        """Right, and enough to freeze."""
        if not SIGNERS.check(self.actor):
            raise NotAllowed("report", _("只有镇人大办和政府交办台可以定稿报告。"))
        problems = [*self._problems()]
        if problems:
            raise Invalid(*problems)
        if self.corrects is not None and self.corrects.corrections.exists():
            raise WrongState("corrected", _("这一版已经更正过了，请从最新的一版更正。"))

    def _problems(self) -> list[FieldProblem]:
        found = []
        if not tidy_line(self.wanted.title):
            found.append(FieldProblem("title", "missing", _("请写报告的标题。")))
        if self.kind not in ReportKind.values:
            found.append(FieldProblem("kind", "unknown", _("请选是哪一种报告。")))
        if not self.content.get("figures"):
            found.append(FieldProblem("figures", "missing", _("请至少选一个数。")))
        if self.wanted.period.as_of is not None and self.wanted.period.as_of > today():
            found.append(FieldProblem("as_of", "future", _("截止日还没有到，不能定稿。")))
        if self.corrects is not None and not tidy_line(self.reason):
            found.append(FieldProblem("reason", "missing", _("请写明为什么更正。")))
        return found

    def perform(self) -> FrozenReport:
        """Keep it."""
        before = self.corrects
        if before is not None:
            self.changed = changes(json.loads(before.content), self.content)
        period = self.wanted.period
        self.made = FrozenReport.objects.create(
            number=before.number if before else self._number(),
            version=before.version + 1 if before else 1,
            kind=self.kind,
            title=tidy_line(self.wanted.title)[:120],
            first=period.first,
            last=period.last,
            as_of=period.as_of or today(),
            content=canonical_json(self.content).decode(),
            sha256=sealed(self.content),
            signed_at=now(),
            signed_by_kind=self.actor.kind,
            signed_by_id=self.actor.id or "",
            signed_by_label=self.actor.label[:120],
            supersedes=before,
            reason=tidy_line(self.reason)[:300],
            changes=json.dumps(self.changed, ensure_ascii=False),
        )
        return self.made

    def _number(self) -> str:
        year = today().year
        return f"{current_town().code[-3:]}-报-{year}-{next_number(f'report-{year}'):03d}"

    def subject(self) -> Subject:
        """The report."""
        return Subject("frozen_report", self.made.pk if self.made else 0)

    def entry_data(self) -> Mapping[str, object]:
        """Number, version, period, digest; what a correction changed only as a number."""
        made = self.made
        if made is None:
            return {}
        facts: dict[str, object] = {"number": made.number, "version": made.version, "file": made.sha256}
        facts |= {"first": made.first, "last": made.last, "as_of": made.as_of}
        return {**facts, "changes": len(self.changed), "reason": made.reason} if self.corrects else facts

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody needs to hear of it."""
        return None

    def request_data(self) -> object:
        """What shall be frozen."""
        wanted = self.wanted
        before = str(self.corrects.pk) if self.corrects else ""
        period = [str(wanted.period.first), str(wanted.period.last), str(wanted.period.as_of)]
        return [before, wanted.title, self.kind, *period, list(wanted.figures), list(wanted.tables), wanted.text]

    def recall(self, kind: str, object_id: int) -> FrozenReport:
        """The report the first press made."""
        return FrozenReport.objects.get(pk=object_id)

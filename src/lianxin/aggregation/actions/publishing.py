"""Hot issues leave the house by a recorded decision only, and are taken back with a reason."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import ClassVar, Final

from django.db.models import Max
from django.utils.translation import gettext as _

from lianxin.aggregation import rules, texts
from lianxin.aggregation.models import HotNotice
from lianxin.aggregation.policies import PUBLISH
from lianxin.core.clock import now, today
from lianxin.core.masking import find_personal, suggest_personal
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState

#: How long what is written may be.
TITLE, NAME, DECIDED, REFERENCE, REASON = 80, 40, 80, 120, 300
#: So many issues one decision shows at most.
MOST: Final = 30


@dataclass(frozen=True, slots=True)
class PublicRow:
    """One issue as everybody may read it: a name the office wrote, how many people, named places, unit, state."""

    issue: str
    name: str
    people: int
    places: tuple[str, ...] = ()
    others: int = 0
    unit: str = ""
    state: str = ""


@dataclass(kw_only=True)
class PublishHot(Action[HotNotice]):
    """Make chosen hot issues public: whose decision, of which day, under which reference.

    Raises ``NotAllowed``; ``Invalid`` at ``title``, ``decided_by``, ``decided_on``, ``reference``, at ``name-<issue>``
    where a name is missing, too long or names a person; ``rows`` for none, too many, one with too few people.
    """

    verb: ClassVar[str] = "hot.published"

    title: str
    since: dt.date
    until: dt.date
    decided_by: str
    decided_on: dt.date
    reference: str
    rows: Sequence[PublicRow]
    kept_back: int = 0
    made: HotNotice = field(init=False, repr=False)

    def check(self) -> None:
        """The right, the decision, rows nobody can be recognised in."""
        if not PUBLISH.check(self.actor):
            raise NotAllowed("not_this_party", texts.not_yours_to_publish())
        self.title, self.decided_by = tidy_line(self.title), tidy_line(self.decided_by)
        self.reference = tidy_line(self.reference)
        problems = [*self._decision_problems(), *self._row_problems()]
        if problems:
            raise Invalid(*problems)

    def _decision_problems(self) -> list[FieldProblem]:
        found = []
        for name, most in (("title", TITLE), ("decided_by", DECIDED), ("reference", REFERENCE)):
            if not 1 <= len(getattr(self, name)) <= most:
                found.append(FieldProblem(name, "length", _("请填写，最多 %(n)d 个字。") % {"n": most}))
        if self.decided_on > today():
            found.append(FieldProblem("decided_on", "future", _("决定的日期不能在今天以后。")))
        return found

    def _row_problems(self) -> list[FieldProblem]:
        found = []
        if not 1 <= len(self.rows) <= MOST:
            found.append(FieldProblem("rows", "count", _("请选出要公开的议题，最多 %(n)d 个。") % {"n": MOST}))
        if any(not rules.may_be_public(row.people) for row in self.rows):
            found.append(FieldProblem("rows", "few", texts.too_few_people()))
        found += [
            FieldProblem(f"name-{row.issue}", "name", sentence)
            for row in self.rows
            if (sentence := name_problem(row.name))
        ]
        return found

    def perform(self) -> HotNotice:
        """Keep the rows as they are now."""
        last = HotNotice.objects.aggregate(n=Max("n"))["n"] or 0
        rows = [asdict(row) for row in self.rows]
        self.made = HotNotice(
            n=last + 1, title=self.title, since=self.since, until=self.until, decided_by=self.decided_by,
            decided_on=self.decided_on, reference=self.reference, rows=json.dumps(rows, ensure_ascii=False),
            kept_back=self.kept_back, published_at=now(), published_by_label=self.actor.label[:120],
        )  # fmt: skip
        self.made.save(force_insert=True)
        return self.made

    def subject(self) -> Subject:
        """What was made public."""
        return Subject("hot_notice", self.made.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Whose decision, of which day, under which reference, which issues."""
        return {
            "n": self.made.n, "decided_by": self.decided_by, "decided_on": self.decided_on,
            "reference": self.reference, "issues": [row.issue for row in self.rows], "kept_back": self.kept_back,
        }  # fmt: skip


@dataclass(kw_only=True)
class WithdrawHot(Action[HotNotice]):
    """Take what was made public back, with the reason; the row stays for the record."""

    verb: ClassVar[str] = "hot.withdrawn"

    notice_id: int
    reason: str
    row: HotNotice = field(init=False, repr=False)

    def lock(self) -> None:
        """The notice."""
        row = HotNotice.objects.select_for_update().filter(pk=self.notice_id).first()
        if row is None:
            raise WrongState("no_such_notice", texts.no_such_notice())
        self.row = row

    def check(self) -> None:
        """The right, still shown, a reason."""
        if not PUBLISH.check(self.actor):
            raise NotAllowed("not_this_party", texts.not_yours_to_publish())
        if self.row.withdrawn_at is not None:
            raise WrongState("withdrawn", texts.withdrawn_already())
        self.reason = tidy_line(self.reason)
        if not 1 <= len(self.reason) <= REASON:
            raise Invalid.at("reason", "length", _("请填写，最多 %(n)d 个字。") % {"n": REASON})

    def perform(self) -> HotNotice:
        """No longer shown."""
        row = self.row
        row.withdrawn_at, row.withdrawn_by_label, row.withdrawn_reason = now(), self.actor.label[:120], self.reason
        row.save(update_fields=["withdrawn_at", "withdrawn_by_label", "withdrawn_reason"])
        return row

    def subject(self) -> Subject:
        """What was public."""
        return Subject("hot_notice", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which, and why."""
        return {"n": self.row.n, "reason": self.reason}


def name_problem(name: str) -> str:
    """What is wrong with a public name: none, too long, a number or (perhaps) a name or room of somebody in it."""
    if not 2 <= len(name) <= NAME:
        return _("请写一个公开用的名称，2 到 %(n)d 个字，不用居民的原话。") % {"n": NAME}
    found = [*find_personal(name), *suggest_personal(name)]
    return _("这里还有个人信息（%(what)s），请改写后再公开。") % {"what": found[0].value} if found else ""

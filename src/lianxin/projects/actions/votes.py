"""The vote on paper: the rule adopted and frozen, two counters who do not see each other, scrutineers who confirm."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.ballots import texts as ballot_texts
from lianxin.ballots.counts import Counts, Item, differences, wrong
from lianxin.ballots.outcome import Outcome, Standing, Status, again, outcome
from lianxin.ballots.rules import Rule, digest, frozen, problems, thawed
from lianxin.core.clock import now
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import Invalid, NotAllowed, WrongState
from lianxin.journal.typed import line
from lianxin.places.policies import must_hold
from lianxin.projects import electronic
from lianxin.projects import workflow as w
from lianxin.projects.actions.base import check_move, tell
from lianxin.projects.actions.evaluating import check_grades, settle_grades
from lianxin.projects.actions.timing import PLAN, start_clock
from lianxin.projects.models import Candidate, CountSheet, Idea, Project, Purpose, Season, Vote, VoteState
from lianxin.ui.listing import sentences

VOTE: Final = "project_vote"
HEADS: Final = ("present", "issued", "returned", "valid", "void", "blank")
COLUMNS: Final = ("yes", "no", "abstain", "score")


def rule_of(vote: Vote) -> Rule:
    """The frozen rule."""
    return thawed(vote.rule)


def counts_of(raw: str, in_office: int) -> Counts:
    """Counts as a sheet keeps them."""
    data = json.loads(raw)
    items = tuple(Item(*row) for row in data["items"])
    return Counts(in_office=in_office, items=items, **{name: data[name] for name in HEADS})


def written(counts: Counts) -> str:
    """Counts as a sheet keeps them."""
    heads = {name: getattr(counts, name) for name in HEADS}
    rows = [[one.number, one.yes, one.no, one.abstain, one.score] for one in counts.items]
    return json.dumps({**heads, "items": rows})


@dataclass(kw_only=True)
class AdoptRule(Action[Vote]):
    """The meeting adopted the rule: it is frozen, and the candidates get their numbers."""

    verb: ClassVar[str] = "project.rule"

    season: Season
    meeting: str
    held_on: dt.date
    rule: Rule
    in_office: int
    first: Vote | None = None

    def lock(self) -> None:
        """Lock what will be on the ballot."""
        if self.first is not None:
            self.first = Vote.objects.select_for_update(of=("self",)).get(pk=self.first.pk)
        state = w.CANDIDATE if self.first is None else w.ON_BALLOT
        rows = Project.objects.select_for_update(of=("self",)).filter(season_id=self.season.pk, state=state)
        self.projects = list(rows.order_by("number"))

    def check(self) -> None:
        """A rule with sense about just these candidates."""
        must_hold(self.actor, w.OFFICE)
        self.meeting = line("meeting", self.meeting, 80)
        self.numbers = self._numbers()
        found = ballot_texts.sentences(problems(self.rule), _)
        if found:
            raise Invalid.at("seats", "rule", sentences(found))
        if self.in_office < 1:
            raise Invalid.at("in_office", "few", _("全体代表人数要大于零。"))
        if self.rule.candidates != len(self.numbers):
            raise WrongState("candidates", _("候选项目的数目变了，请重新打开再做。"))

    def _numbers(self) -> dict[int, Project]:
        """Number on the ballot → project: in order, or as on the first ballot."""
        if self.first is None:
            return dict(enumerate(self.projects, 1))
        linked = next_vote(self.first)
        if linked is None or Vote.objects.filter(first=self.first).exists():
            raise WrongState("not_open", _("这次票决不需要再次投票，或者已经登记过了。"))
        self.rule, names = linked
        rows = self.first.candidates.select_related("project").filter(number__in=names)
        return {one.number: one.project for one in rows}

    def perform(self) -> Vote:
        """Freeze the rule and list the candidates."""
        self.row = Vote.objects.create(
            season=self.season, meeting=self.meeting, held_on=self.held_on, rule=frozen(self.rule),
            in_office=self.in_office, first=self.first,
        )  # fmt: skip
        Candidate.objects.bulk_create(
            Candidate(vote=self.row, project=project, number=number) for number, project in self.numbers.items()
        )
        for project in self.numbers.values():
            if self.first is None:
                check_move(w.PROJECT_BY_CODE["ballot"], project.state)
        ids = [project.pk for project in self.numbers.values()]
        Project.objects.filter(pk__in=ids).update(state=w.ON_BALLOT, voted_on=self.held_on)
        return self.row

    def subject(self) -> Subject:
        """The vote."""
        return Subject(VOTE, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """The digest of the rule, printed on every copy."""
        return {"rule": digest(self.rule), "candidates": len(self.numbers)}

    def announcement(self) -> Mapping[str, object] | None:
        """Adopted in the hall; nobody is told by the inbox."""
        return None


@dataclass(kw_only=True)
class VoteAction(Action[Vote]):
    """Base of what is done with a vote under way."""

    vote: Vote
    row: Vote = field(init=False, repr=False)

    def lock(self) -> None:
        """Re-read it under a row lock."""
        rows = Vote.objects.select_for_update(of=("self",)).select_related("election")
        self.row = rows.get(pk=self.vote.pk)

    def check(self) -> None:
        """Not confirmed yet."""
        if self.row.state == VoteState.CONFIRMED:
            raise WrongState("confirmed", _("这次票决的结果已经确认，不能再改。"))

    def subject(self) -> Subject:
        """The vote."""
        return Subject(VOTE, self.row.pk)

    def announcement(self) -> Mapping[str, object] | None:
        """Announced in the hall."""
        return None


def who(actor: Actor) -> str:
    """How a counter is told from another."""
    return f"{actor.kind}:{actor.id}"


@dataclass(kw_only=True)
class EnterSheet(VoteAction):
    """A counter enters a sheet, or corrects the own one; the identities are checked at once."""

    verb: ClassVar[str] = "project.sheet"

    counts: Counts

    def check(self) -> None:
        """At most two counters; numbers that can be true."""
        super().check()
        must_hold(self.actor, w.OFFICE, w.SCRUTINEER)
        if self.row.election is not None and not electronic.takes_paper(self.row.election):
            raise WrongState("electronic", _("这次票决只用电子选票；要改用纸质选票，请先中止电子票决。"))
        others = self.row.sheets.exclude(counter=who(self.actor)).count()
        if others >= 2:
            raise NotAllowed("two_counters", _("已经有两名计票人录入，只由他们更正。"))
        if self.row.purpose == Purpose.EVALUATE:
            check_grades(self.counts)
        found = ballot_texts.sentences(wrong(self.counts, rule_of(self.row)), _)
        if found:
            raise Invalid.at("returned", "identities", sentences(found))

    def perform(self) -> Vote:
        """Keep the sheet."""
        CountSheet.objects.update_or_create(
            vote=self.row, counter=who(self.actor),
            defaults={"label": self.actor.label[:80], "numbers": written(self.counts), "entered_at": now()},
        )  # fmt: skip
        self.row.state = VoteState.COUNTING
        self.row.save(update_fields=["state"])
        return self.row

    def entry_data(self) -> Mapping[str, object]:
        """That a sheet was entered; the numbers stand in the sheet."""
        return {"sheets": self.row.sheets.count()}


def agreed(sheets: Sequence[CountSheet], in_office: int) -> Counts | None:
    """The counts where two counters entered the same."""
    if len(sheets) != 2:
        return None
    first, second = (counts_of(one.numbers, in_office) for one in sheets)
    same = not differences(first, second) and first.present == second.present
    return first if same else None


@dataclass(kw_only=True)
class ConfirmCount(VoteAction):
    """A scrutineer who entered no sheet confirms: the result is found, projects move, every idea-giver is told."""

    verb: ClassVar[str] = "project.confirm"

    scan: str = ""

    def check(self) -> None:
        """Two equal sheets by two others."""
        super().check()
        must_hold(self.actor, w.SCRUTINEER)
        sheets = list(self.row.sheets.order_by("id"))
        if who(self.actor) in {one.counter for one in sheets}:
            raise NotAllowed("own_sheet", _("录入过计票单的人不能确认，请另一名监票人确认。"))
        self.counts = electronic.counted(self.row, agreed(sheets, self.row.in_office))
        self.scan = line("scan", self.scan.lower(), 64, required=False)
        if self.scan and (len(self.scan) != 64 or set(self.scan) - set("0123456789abcdef")):
            raise Invalid.at("scan", "hash", _("请填 64 位的 SHA-256 摘要，或者空着。"))

    def perform(self) -> Vote:
        """Decide."""
        self.addresses: dict[str, set[str]] = {"deputies": set(), "units": set()}
        self.found = outcome(rule_of(self.row), self.counts)
        self.row.counts, self.row.result = written(self.counts), self.found.status.value
        self.row.state, self.row.scan = VoteState.CONFIRMED, self.scan
        self.row.confirmed_at, self.row.confirmed_by = now(), self.actor.label[:80]
        self.row.save()
        if self.found.status is not Status.VOID:
            self._settle()
        return self.row

    def _settle(self) -> None:
        """What the count decides."""
        if self.row.purpose == Purpose.EVALUATE:
            self.addresses = settle_grades(self.row, self.counts)
        else:
            self._settle_choice()

    def _settle_choice(self) -> None:
        """Chosen and not chosen ones move; what a further vote is about stays on the ballot."""
        linked = again(rule_of(self.row), self.found)
        waiting = set(linked[1]) if linked else set()
        votes = {one.number: one.yes for one in self.counts.items}
        rows = self.row.candidates.select_related("project").order_by("number")
        for one in rows:
            one.standing = self.found.standing(one.number).value
            one.save(update_fields=["standing"])
            if one.number in waiting:
                continue
            code = "choose" if one.standing == Standing.CHOSEN else "reserve"
            project = one.project
            project.state = w.PROJECT_BY_CODE[code].target
            project.save(update_fields=["state"])
            if code == "choose":
                start_clock(project, PLAN, self.row.held_on)
            facts = {"project": project.name, "votes": votes[one.number]}
            for name, some in tell(Idea.objects.filter(project_id=project.pk), code, facts).items():
                self.addresses[name] |= set(some)

    def entry_data(self) -> Mapping[str, object]:
        """The result in numbers."""
        return {"result": self.found.status.value, "chosen": list(self.found.chosen), "scan": self.scan}

    def announcement(self) -> Mapping[str, object] | None:
        """Deputies and units whose ideas were on the ballot hear of it."""
        found = {name: sorted(some) for name, some in self.addresses.items()}
        fork = "测评结果已确认" if self.row.purpose == Purpose.EVALUATE else "票决结果已确认"
        return {"project": self.row.meeting, "fork": fork, **found}


def outcome_of(vote: Vote) -> Outcome | None:
    """The result of a confirmed vote."""
    if not vote.counts:
        return None
    return outcome(rule_of(vote), counts_of(vote.counts, vote.in_office))


def next_vote(vote: Vote) -> tuple[Rule, tuple[int, ...]] | None:
    """The further vote that a confirmed one asks for; an evaluation asks for none."""
    if vote.purpose == Purpose.EVALUATE:
        return None
    found = outcome_of(vote)
    if found is None:
        return None
    if found.status is Status.VOID:
        return rule_of(vote), tuple(vote.candidates.order_by("number").values_list("number", flat=True))
    return again(rule_of(vote), found)

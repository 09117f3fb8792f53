"""Asking residents: consultations by paper and code, the advisory vote by household codes; neither binds anybody."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final

from django.db.models import F
from django.utils.translation import gettext as _

from lianxin.core.clock import today
from lianxin.core.ids import check_query_code, query_code, random_token
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.journal.typed import line
from lianxin.people import roles
from lianxin.places.models import Place
from lianxin.places.policies import must_hold
from lianxin.projects import workflow as w
from lianxin.projects.models import (
    Answers,
    Consultation,
    HouseCode,
    Project,
    Season,
    Way,
    Wish,
    WishItem,
    WishPaper,
)

CONSULTATION: Final = "project_consultation"
WISH: Final = "project_wish"
#: At most so many choices, and codes at once.
MOST_CHOICES: Final = 8
MOST_CODES: Final = 500


@dataclass(kw_only=True)
class OpenConsultation(Action[Consultation]):
    """Ask residents one question."""

    verb: ClassVar[str] = "project.ask_residents"

    title: str
    question: str
    choices: Sequence[str]
    opens_on: dt.date
    closes_on: dt.date
    project: Project | None = None

    def check(self) -> None:
        """Two to eight different choices, days in order."""
        must_hold(self.actor, w.OFFICE, w.DESK)
        self.title, self.question = line("title", self.title, 60), line("question", self.question, 300)
        found = [one.strip()[:60] for one in self.choices if one.strip()]
        if not 2 <= len(found) <= MOST_CHOICES or len(set(found)) != len(found):
            words = _("请一行写一个选项，2 到 %(n)d 个，不要重复。")
            raise Invalid.at("choices", "count", words % {"n": MOST_CHOICES})
        self.choices = found
        if self.closes_on < self.opens_on:
            raise Invalid.at("closes_on", "order", _("结束日期不能早于开始日期。"))

    def perform(self) -> Consultation:
        """Store it."""
        self.row = Consultation.objects.create(
            title=self.title, question=self.question, choices="\n".join(self.choices), project=self.project,
            code=random_token()[:24], opens_on=self.opens_on, closes_on=self.closes_on,
        )  # fmt: skip
        return self.row

    def subject(self) -> Subject:
        """The consultation."""
        return Subject(CONSULTATION, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Its title."""
        return {"title": self.title}

    def announcement(self) -> Mapping[str, object] | None:
        """It stands on paper and behind a code."""
        return None


@dataclass(kw_only=True)
class AnswerConsultation(Action[Consultation]):
    """One answer by the code, or what sheets of a building add up to; only numbers are kept."""

    verb: ClassVar[str] = "project.resident_answer"

    consultation: Consultation
    place: Place | None
    building: str
    counts: Mapping[int, int]
    way: str = Way.WEB

    def lock(self) -> None:
        """Answers of one question wait for each other."""
        self.row = Consultation.objects.select_for_update(of=("self",)).get(pk=self.consultation.pk)

    def check(self) -> None:
        """Open, a neighbourhood, a choice that stands there; residents one answer, staff a sheet's sum."""
        if not self.row.opens_on <= today() <= self.row.closes_on:
            raise WrongState("closed", _("这次征询还没有开始，或者已经结束。"))
        if self.way == Way.PAPER:
            must_hold(self.actor, w.OFFICE, w.DESK, roles.SECRETARY, roles.COMMITTEE)
        self.building = line("building", self.building, 40, required=False)
        if self.place is None:
            raise Invalid.at("place", "required", _("请选居民区。"))
        total = sum(self.counts.values())
        right = all(0 <= at < len(self.row.choices.splitlines()) and n >= 0 for at, n in self.counts.items())
        if not right or total < 1 or (self.way == Way.WEB and total != 1):
            raise Invalid.at("choice", "required", _("请选一项。"))

    def perform(self) -> Consultation:
        """Add the numbers up."""
        for choice, n in self.counts.items():
            if n:
                row, _made = Answers.objects.get_or_create(
                    consultation=self.row, place=self.place, building=self.building, choice=choice, way=self.way
                )
                Answers.objects.filter(pk=row.pk).update(n=F("n") + n)
        return self.row

    def subject(self) -> Subject:
        """The consultation."""
        return Subject(CONSULTATION, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """By which way; not what."""
        return {"way": self.way}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody is told."""
        return None


@dataclass(kw_only=True)
class OpenWish(Action[Wish]):
    """Begin the advisory vote on a season's proposals that have a cost."""

    verb: ClassVar[str] = "project.wish"

    season: Season
    budget: int
    opens_on: dt.date
    closes_on: dt.date

    def check(self) -> None:
        """Something to choose, days in order."""
        must_hold(self.actor, w.OFFICE, w.DESK)
        rows = self.season.projects.filter(state__in=w.OPEN_FOR_IDEAS, cost__gt=0).order_by("number")
        self.projects = list(rows)
        if len(self.projects) < 2:
            raise WrongState("few", _("至少要有两个写了投资的项目，才能点单。"))
        if self.closes_on < self.opens_on:
            raise Invalid.at("closes_on", "order", _("结束日期不能早于开始日期。"))
        if self.budget < 1:
            raise Invalid.at("budget", "few", _("预算要大于零。"))

    def perform(self) -> Wish:
        """Store it with the costs of today."""
        self.row = Wish.objects.create(
            season=self.season, budget=self.budget, opens_on=self.opens_on, closes_on=self.closes_on
        )
        WishItem.objects.bulk_create(
            WishItem(wish=self.row, project=one, number=number, cost=one.cost or 0)
            for number, one in enumerate(self.projects, 1)
        )
        return self.row

    def subject(self) -> Subject:
        """The vote."""
        return Subject(WISH, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many projects, which budget."""
        return {"projects": len(self.projects), "budget": self.budget}

    def announcement(self) -> Mapping[str, object] | None:
        """It is announced on paper with the codes."""
        return None


def digest_of(wish: int, code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(f"{wish}:{code}".encode()).hexdigest()


@dataclass(kw_only=True)
class PrintCodes(Action[list[str]]):
    """Make so many codes for a neighbourhood; they are shown once, to be printed, and never again."""

    verb: ClassVar[str] = "project.codes"

    wish: Wish
    place: Place | None
    many: int

    def check(self) -> None:
        """A neighbourhood, a number."""
        must_hold(self.actor, w.OFFICE, w.DESK)
        if self.place is None:
            raise Invalid.at("place", "required", _("请选居民区。"))
        if not 1 <= self.many <= MOST_CODES:
            raise Invalid.at("many", "range", _("一次 1 到 %(n)d 张。") % {"n": MOST_CODES})

    def perform(self) -> list[str]:
        """Keep digests only, in an order that is not that of printing."""
        codes = [query_code() for _one in range(self.many)]
        rows = sorted(digest_of(self.wish.pk, code) for code in codes)
        HouseCode.objects.bulk_create(HouseCode(wish=self.wish, place=self.place, digest=one) for one in rows)
        return codes

    def subject(self) -> Subject:
        """The vote."""
        return Subject(WISH, self.wish.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many, where; no code."""
        return {"codes": self.many, "place": self.place.pk if self.place else None}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody is told."""
        return None


@dataclass(kw_only=True)
class CastWish(Action[Wish]):
    """A household chooses within the budget; its code is used up, and nothing links code and choice."""

    verb: ClassVar[str] = "project.cast_wish"

    wish: Wish
    code: str
    picks: Sequence[int]
    found: HouseCode | None = field(default=None, init=False, repr=False)

    def lock(self) -> None:
        """Lock the vote and the code."""
        self.row = Wish.objects.select_for_update(of=("self",)).get(pk=self.wish.pk)
        code = check_query_code(self.code)
        if code is not None:
            rows = HouseCode.objects.select_for_update(of=("self",)).filter(wish=self.row)
            self.found = rows.filter(digest=digest_of(self.row.pk, code)).first()

    def check(self) -> None:
        """Open, a fresh code, within the budget."""
        if not self.row.opens_on <= today() <= self.row.closes_on:
            raise WrongState("closed", _("这次点单还没有开始，或者已经结束。"))
        if self.found is None:
            raise Invalid.at("code", "unknown", _("没有找到这个码，请对照通知单再看一遍。"))
        if self.found.used:
            raise Invalid.at("code", "used", _("这个码已经用过了，一户一次。"))
        costs = dict(self.row.items.values_list("number", "cost"))
        picks = sorted(set(self.picks))
        if not picks or not set(picks) <= costs.keys():
            raise Invalid.at("picks", "none", _("请至少选一个项目。"))
        spent = sum(costs[one] for one in picks)
        if spent > self.row.budget:
            words = _("选的项目共 %(spent)d 元，超过预算 %(budget)d 元，请去掉一些。")
            raise Invalid.at("picks", "budget", words % {"spent": spent, "budget": self.row.budget})
        self.chosen = ",".join(map(str, picks))

    def perform(self) -> Wish:
        """Use the code up, and add the choice to its neighbourhood's."""
        if self.found is None:
            raise WrongState("unknown", _("没有找到这个码，请对照通知单再看一遍。"))
        self.found.used = True
        self.found.save(update_fields=["used"])
        row, _made = WishPaper.objects.get_or_create(wish=self.row, place_id=self.found.place_id, picks=self.chosen)
        WishPaper.objects.filter(pk=row.pk).update(n=F("n") + 1)
        return self.row

    def subject(self) -> Subject:
        """The vote."""
        return Subject(WISH, self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Nothing but that somebody chose."""
        return {}

    def announcement(self) -> Mapping[str, object] | None:
        """Nobody is told."""
        return None

"""Which question is asked next, and what a person sees of it."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.aggregation import rules, texts
from lianxin.aggregation.engine.normal import normal
from lianxin.aggregation.engine.wheres import names
from lianxin.aggregation.marking import Piece, marked
from lianxin.aggregation.models import Analysis, Likeness, LikenessState
from lianxin.cases import policies, workflow
from lianxin.cases.models import Case, CaseState, Opinion
from lianxin.cases.selectors.rows import place_words
from lianxin.cases.selectors.scope import visible
from lianxin.core.clock import start_of_day, today
from lianxin.core.masking import mask
from lianxin.journal.actors import Actor
from lianxin.places.models import Place, PlaceKind

#: So many of the best questions are looked at to find those that still are some.
LOOKED_AT: Final = 80
#: So many of one's last answers can be taken back on the page itself.
LAST: Final = 5


@dataclass(frozen=True, slots=True)
class Card:
    """One of two opinions: what is marked in its words, where and when, where its matter stands."""

    number: str
    href: str
    title: str
    place: str
    said: dt.date
    category: str
    state: str
    state_label: str
    people: int
    pieces: tuple[Piece, ...]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One pair as it is asked; ``far`` says that a reason is needed to join."""

    pk: int
    earlier: Card
    later: Card
    score: int
    where: str
    where_word: str
    reasons: tuple[str, ...]
    who: str
    far: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer that can still be taken back."""

    pk: int
    numbers: str
    answer: str
    answer_word: str
    when: dt.datetime
    who: str
    issue: str
    issue_href: str


def visible_pairs(actor: Actor) -> QuerySet[Likeness]:
    """Pairs of which the actor sees both matters."""
    rows = Likeness.objects.all()
    mine = visible(actor).values("pk")
    return rows.filter(earlier_case__in=mine, later_case__in=mine, earlier_case__sealed=False, later_case__sealed=False)


def waiting(actor: Actor, state: str = LikenessState.OPEN, where: Q | None = None) -> list[Likeness]:
    """The pairs that are still a question, most worth asking first; two statements."""
    rows = visible_pairs(actor).filter(where or Q(), state=state, later_case__state__in=workflow.OPEN_STATES)
    found = list(rows.select_related("earlier_case", "later_case").order_by("-value", "id")[:LOOKED_AT])
    group = {
        case.pk: -case.issue_ref
        for one in found
        for case in (one.earlier_case, one.later_case)
        if case.issue_ref is not None
    }
    apart = _apart(found, group)
    seen: set[tuple[int, int]] = set()
    open_ones = []
    for one in found:
        a, b = (group.get(pk, pk) for pk in (one.earlier_case_id, one.later_case_id))
        pair = (min(a, b), max(a, b))
        if pair not in seen and rules.still_open(one.earlier_case_id, one.later_case_id, group, apart):
            seen.add(pair)
            open_ones.append(one)
    return open_ones


def _apart(found: Sequence[Likeness], group: dict[int, int]) -> set[tuple[int, int]]:
    """What people have kept apart, as groups; one statement."""
    ids = {pk for one in found for pk in (one.earlier_case_id, one.later_case_id)}
    here = Case.objects.filter(Q(pk__in=ids) | Q(issue_ref__in=[-one for one in set(group.values())])).values("pk")
    rows = Likeness.objects.filter(
        Q(earlier_case__in=here) | Q(later_case__in=here), state=LikenessState.DIFFERENT
    ).values_list("earlier_case_id", "earlier_case__issue_ref", "later_case_id", "later_case__issue_ref")
    kept = []
    for a, issue_a, b, issue_b in rows:
        for pk, issue in ((a, issue_a), (b, issue_b)):
            if issue is not None:
                group.setdefault(pk, -issue)
        kept.append((a, b))
    return rules.groups_apart(kept, group)


def question(actor: Actor, pk: int) -> Question:
    """A pair with its words; four statements."""
    row = Likeness.objects.select_related(
        "earlier__case__place__parent", "later__case__place__parent", "earlier__case__category",
        "later__case__category", "learned",
    ).get(pk=pk)  # fmt: skip
    said = dict(
        Analysis.objects.filter(opinion_id__in=[row.earlier_id, row.later_id]).values_list("opinion_id", "place_said")
    )
    both = (row.earlier, row.later)
    words = [_words(actor, one) for one in both]
    cards = [
        _card(one, text, hidden, words[1 - at][0], {said.get(one.pk, "")})
        for at, (one, (text, hidden)) in enumerate(zip(both, words, strict=True))
    ]
    who = _("第 %(n)d 版学到的模型") % {"n": row.learned.n} if row.learned is not None else _("起步的算法")
    reasons = [str(texts.REASONS[code]) for code in json.loads(row.reasons) if code in texts.REASONS]
    return Question(
        row.pk, cards[0], cards[1], round(100 * row.score), row.where, str(texts.WHERES[row.where]), tuple(reasons),
        who, _far(row.earlier.case, row.later.case),
    )  # fmt: skip


def _words(actor: Actor, opinion: Opinion) -> tuple[str, bool]:
    """The words as this actor may read them, personal data hidden; whether they are kept back."""
    hidden = opinion.confidential and not policies.SEE_WORDS.check(actor, opinion.case)
    return mask(opinion.case.title if hidden else opinion.verbatim), hidden


def _card(opinion: Opinion, words: str, hidden: bool, other: str, places: set[str]) -> Card:
    case = opinion.case
    named = {name for some in names(normal(words)).values() for name in some}
    return Card(
        number=case.number,
        href=reverse("cases:desk_case", args=[case.number]),
        title=mask(case.title),
        place=place_words(case.place) if case.place is not None else _("地点未定"),
        said=opinion.spoken_on,
        category=case.category.name if case.category is not None else _("未分类"),
        state=case.state,
        state_label=str(CaseState(case.state).label),
        people=case.voice_count,
        pieces=tuple(marked(words, other, places | named)),
        hidden=hidden,
    )


def _far(one: Case, other: Case) -> bool:
    """Whether the matters lie in different neighbourhoods; one statement."""
    ids = {int(part) for case in (one, other) for part in case.place_path.split("/") if part}
    homes = Place.objects.filter(pk__in=ids, kind=PlaceKind.NEIGHBOURHOOD).values_list("pk", flat=True)
    return len(set(homes)) > 1


def last_answers(actor: Actor) -> list[Answered]:
    """What this person answered today, newest first; one statement."""
    rows = visible_pairs(actor).filter(decided_by_label=actor.label[:120]).exclude(state=LikenessState.OPEN)
    rows = rows.select_related("earlier_case", "later_case", "joined").order_by("-decided_at", "-id")
    return [answered(one) for one in rows[:LAST] if one.decided_at is not None]


def answered(one: Likeness) -> Answered:
    """An answer as a list shows it; asks nothing."""
    assert one.decided_at is not None
    return Answered(
        pk=one.pk,
        numbers=f"{one.earlier_case.number} · {one.later_case.number}",
        answer=one.state,
        answer_word=str(LikenessState(one.state).label),
        when=one.decided_at,
        who=_("自动并入") if one.by_machine else one.decided_by_label,
        issue=one.joined.number if one.joined is not None else "",
        issue_href=reverse("cases:desk_issue", args=[one.joined.number]) if one.joined is not None else "",
    )


def done_today(actor: Actor) -> int:
    """How many questions people answered today; one statement."""
    return visible_pairs(actor).filter(decided_at__gte=start_of_day(today()), by_machine=False).count()


def of_case(actor: Actor, case: Case, most: int = 3) -> list[Any]:
    """The open questions about one matter; two statements."""
    return waiting(actor, where=Q(earlier_case=case.pk) | Q(later_case=case.pk))[:most]

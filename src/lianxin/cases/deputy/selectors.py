"""What a deputy reads of a matter: the words heard, the points, the answer, the promises, the way so far, the voices.

Nobody else's words: who came on another day, or asked for confidence, is counted and not quoted.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from lianxin.cases import policies, texts
from lianxin.cases.heirs.selectors import predecessors, words
from lianxin.cases.models import Case, Opinion, OpinionDeputy, Source
from lianxin.cases.selectors import public_status, voices
from lianxin.cases.selectors.events import Event, events_of
from lianxin.cases.selectors.moves import buttons
from lianxin.cases.selectors.rows import RowMaker, place_in_full
from lianxin.journal.actors import Actor


@dataclass(frozen=True, slots=True)
class Heard:
    """One voice at which the deputy was present, word for word; ``hidden`` where the speaker asked for confidence."""

    opinion: Opinion
    place: str
    hidden: bool
    additions: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """The whole page; ``others`` counts the voices at which this deputy was not present."""

    case: Case
    head: dict[str, Any]
    heard: tuple[Heard, ...]
    others: int
    points: tuple[str, ...]
    answer: public_status.Answer | None
    voices: tuple[voices.Voice, ...]
    steps: tuple[public_status.Step, ...]
    may_judge: bool
    taken_over_from: str
    heirs: str


def load(actor: Actor, case: Case) -> Brought:
    """The page of a case that was read joined and that the actor may follow; eight statements at most."""
    maker = RowMaker()
    opinions = _opinions(actor, case)
    events = events_of(case.pk, ("point", "verdict", "words"))
    answer = public_status.answer_of(case, maker.book)
    present = answer.reply if answer is not None else None
    observation = any(one.source == Source.DEPUTY_OBSERVATION for one in opinions)
    verdict = voices.latest_verdict(events, present)
    asked = [one for one in events if one.kind == "point" and one.at is None]
    moves = buttons(actor, case, observation=observation)
    return Brought(
        case=case,
        head=maker.row(case),
        heard=tuple(_heard(actor, case, one, events) for one in opinions if one.was_there),  # type: ignore[attr-defined]
        others=sum(not one.was_there for one in opinions),  # type: ignore[attr-defined]
        points=tuple(one.text for one in sorted(asked, key=lambda one: int(one.code))),
        answer=answer,
        voices=voices.voices_of(case, present, verdict, answer.result if answer is not None else ""),
        steps=steps_of(case),
        may_judge=any(one.code == "verdict" for one in moves),
        taken_over_from=words(case.deputy_ids) if policies.deputy_ids(actor) & case.heir_ids else "",
        heirs=words(case.heir_ids),
    )


def _opinions(actor: Actor, case: Case) -> list[Opinion]:
    """The voices of a case, each with whether the deputy (or whom it follows) was there; one statement or two."""
    own = policies.deputy_ids(actor)
    if own & case.heir_ids:
        own |= predecessors("case", case.pk, own)
    there = OpinionDeputy.objects.filter(opinion=OuterRef("pk"), deputy_id__in=own)
    rows = Opinion.objects.select_related("place__parent").filter(case_id=case.pk, withdrawn_at=None)
    return list(rows.annotate(was_there=Exists(there)).order_by("id"))


def _heard(actor: Actor, case: Case, opinion: Opinion, events: list[Event]) -> Heard:
    hidden = opinion.confidential and not policies.SEE_WORDS.check(actor, case)
    more = tuple(one for one in events if one.kind == "words" and one.ref == opinion.pk)
    place = place_in_full(opinion.place, "" if hidden else opinion.place_note)
    return Heard(opinion, place, hidden, () if hidden else more)


def steps_of(case: Case) -> tuple[public_status.Step, ...]:
    """The way so far in plain words, oldest first; what did not happen is left out."""
    unit = case.lead_unit.name if case.lead_unit is not None else ""
    way = (
        public_status.Step(_("收到"), case.received_on),
        public_status.Step(_("转交政府"), case.transferred_on),
        public_status.Step(_("交给承办单位"), case.assigned_on, unit),
        public_status.Step(_("承办单位联系居民"), case.contacted_on),
        public_status.Step(_("给出答复"), case.replied_on),
        public_status.Step(_("答复告诉了居民"), case.delivered_on),
        public_status.Step(_("有了评价"), case.judged_on, texts.verdict_word(case.resident_says)),
        public_status.Step(_("办结"), None if case.is_open else case.closed_on),
    )
    return tuple(step for step in way if step.done)

"""What there is to carry: answers nobody told yet and news of promises, per neighbourhood and building."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from lianxin.cases import workflow as w
from lianxin.cases.models import (
    Case,
    DeliveryItem,
    DeliveryRun,
    Opinion,
    Outcome,
    PromiseNote,
    Reply,
    ResidentContact,
    Source,
)
from lianxin.cases.selectors.rows import place_words
from lianxin.places.models import Place, PlaceKind

#: States in which a signed or spoken answer waits to be carried.
TO_CARRY: Final = Q(state__in=(w.REPLIED, w.ANSWERED, w.REDIRECTED), delivered_on=None, sealed=False)


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to carry to one person: the answer of a case, or news of a promise."""

    case: Case
    opinion: Opinion
    reply_id: int | None
    note: PromiseNote | None
    building: str


def on_the_way() -> QuerySet[DeliveryItem]:
    """Slips that are out and not marked yet."""
    return DeliveryItem.objects.filter(outcome=Outcome.PENDING, run__closed_at=None)


def answers_to_carry() -> QuerySet[Case]:
    """Cases whose answer nobody told yet and that are on no slip under way."""
    return Case.objects.filter(TO_CARRY).exclude(Exists(on_the_way().filter(case=OuterRef("pk"), note=None)))


def building_of(opinion: Opinion) -> str:
    """Where at the place: the building, else what was said about it, else the place itself."""
    place = opinion.place
    if place is not None and place.kind == PlaceKind.BUILDING:
        return place_words(place)
    return opinion.place_note or (place.label if place is not None else _("没有写明楼号"))


def errands(place: Place) -> tuple[list[Errand], int]:
    """Everything to carry at a neighbourhood by building, and how many must not go on paper (保密); five statements.

    What is already on an open run's unmarked slip is not printed twice.
    """
    cases = list(answers_to_carry().filter(place_path__startswith=place.path).order_by("id")[:500])
    notes = list(
        PromiseNote.objects.select_related("case", "promise")
        .filter(told_at=None, case__place_path__startswith=place.path, case__sealed=False)
        .exclude(Exists(on_the_way().filter(note=OuterRef("pk"))))
        .order_by("id")[:500]
    )
    voices = voices_of([*cases, *(note.case for note in notes)])
    replies = present_replies([case.pk for case in cases])
    found = [
        Errand(case, voice, replies.get(case.pk), None, building_of(voice))
        for case in cases
        for voice in voices[case.pk]
    ]
    found += [Errand(note.case, one, None, note, building_of(one)) for note in notes for one in voices[note.case_id]]
    paper = [one for one in found if not one.opinion.confidential]
    return sorted(paper, key=lambda one: (one.building, one.case.number)), len(found) - len(paper)


def voices_of(cases: Sequence[Case]) -> dict[int, list[Opinion]]:
    """The residents' voices of some cases that were not taken back, also of parts; one statement."""
    parts = [case.part_of for case in cases if case.part_of is not None]
    rows = Opinion.objects.select_related("place__parent").filter(
        Q(case_id__in=[case.pk for case in cases]) | Q(pk__in=parts), withdrawn_at=None, source=Source.RESIDENT
    )
    by_case: dict[int, list[Opinion]] = {}
    by_id: dict[int, Opinion] = {}
    for row in rows.order_by("id"):
        by_case.setdefault(row.case_id, []).append(row)
        by_id[row.pk] = row
    found: dict[int, list[Opinion]] = {}
    for case in cases:
        whole = by_id.get(case.part_of) if case.part_of is not None else None
        found[case.pk] = [whole] if whole is not None else by_case.get(case.pk, [])
    return found


def present_replies(ids: Sequence[int]) -> dict[int, int]:
    """The signed reply that counts, by case; one statement."""
    rows = Reply.objects.filter(case_id__in=ids, superseded=False, signed_at__isnull=False).order_by("id")
    return dict(rows.values_list("case_id", "pk"))


def items_of(run: DeliveryRun) -> list[DeliveryItem]:
    """The slips of a run with everything a page shows, in order; one statement."""
    rows = DeliveryItem.objects.select_related("case", "opinion__place__parent", "reply__unit", "note__promise")
    return list(rows.filter(run_id=run.pk).order_by("order"))


def contacts_of(items: Sequence[DeliveryItem]) -> dict[int, str]:
    """The masked contact of each voice that left one; one statement."""
    rows = ResidentContact.objects.filter(opinion_id__in=[item.opinion_id for item in items], erased_at=None)
    return dict(rows.values_list("opinion_id", "masked"))


def runs(paths: Sequence[str] | None) -> QuerySet[DeliveryRun]:
    """Runs of some places, newest first; ``None`` means the whole town."""
    rows = DeliveryRun.objects.select_related("place").order_by("-id")
    if paths is None:
        return rows
    where = Q(pk__in=[])
    for path in paths:
        where |= Q(place_path__startswith=path)
    return rows.filter(where)


def tally(items: Sequence[DeliveryItem]) -> dict[str, int]:
    """Counts by outcome, and how many came back ticked."""
    found: dict[str, Any] = dict.fromkeys(Outcome.values, 0)
    for item in items:
        found[item.outcome] += 1
    return {**found, "ticked": sum(bool(item.tick) for item in items), "all": len(items)}

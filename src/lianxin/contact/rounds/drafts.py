"""A plan as it is kept and shown: canonical JSON in, sentences out."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lianxin.contact.base import clock_words, minute_of
from lianxin.contact.models import PlanDraft, Round
from lianxin.contact.planning import replanning, service
from lianxin.contact.planning.checking import Note
from lianxin.contact.planning.judging import Term
from lianxin.contact.planning.model import Stop
from lianxin.contact.planning.service import Plan
from lianxin.contact.rounds.material import Material, material_of
from lianxin.contact.rounds.texts import METHODS, TERMS
from lianxin.contact.texts import CHANGES, MISSING, REASONS
from lianxin.core.clock import civil_date, monotonic, now
from lianxin.core.hashing import canonical_json
from lianxin.ui.listing import listed, told

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that was worked out, ready to be kept."""

    plan: Plan
    content: str
    milliseconds: int


def work_out(one: Round, method: str | None = None) -> Made:
    """Plan a round from its rows; takes seconds, so call it outside of any transaction.

    Raises ``planning.checking.Unplannable`` where what was entered contradicts itself.
    """
    material = material_of(one)
    began = monotonic()
    made = service.plan(material.problem, method)
    return Made(made, _content(one, made), round((monotonic() - began) * 1000))


def work_out_again(one: Round, gone: Iterable[int], reason: str, method: str | None = None) -> Made:
    """Mend the plan that stands without those who cancelled, around what is fixed or has begun; see :func:`work_out`.

    On the day itself nothing new begins before now.
    """
    material = material_of(one)
    cancelled = [str(pk) for pk in gone]
    at_time = minute_of(now()) if civil_date(now()) == one.day else 0
    began = monotonic()
    found = replanning.replan(material.problem, material.stops, cancelled, at_time, method=method)
    more = {
        "cancelled": cancelled, "told": list(found.told), "unchanged": found.unchanged, "reason": reason,
        "changes": [_note(one) for one in found.changes],
    }  # fmt: skip
    return Made(found.plan, _content(one, found.plan, **more), round((monotonic() - began) * 1000))


def _note(one: Note) -> Row:
    return {"code": one.code, "data": one.params}


def _content(one: Round, plan: Plan, **more: object) -> str:
    stops = [[stop.deputy, stop.place, stop.start] for stop in plan.stops]
    reasons = [[_note(note) for note in plan.reasons[stop]] for stop in plan.stops]
    terms = [[term.code, term.who, term.where, term.points] for term in plan.terms]
    missing = [_note(note) for note in plan.missing]
    kept = {"version": one.version, "stops": stops, "reasons": reasons, "terms": terms, "missing": missing, **more}
    return canonical_json(kept).decode()


@dataclass(frozen=True)
class Read:
    """A kept plan, read again."""

    version: int
    stops: tuple[Stop, ...]
    reasons: Mapping[Stop, tuple[Note, ...]]
    terms: tuple[Term, ...]
    missing: tuple[Note, ...]
    changes: tuple[Note, ...]
    cancelled: tuple[str, ...]
    told: tuple[str, ...]
    unchanged: int
    reason: str

    @property
    def mends(self) -> bool:
        """Whether it mends a plan that stood."""
        return bool(self.cancelled)


def notes(rows: Iterable[Mapping[str, Any]]) -> tuple[Note, ...]:
    """Notes as they were kept."""
    return tuple(Note(row["code"], tuple(sorted(row["data"].items()))) for row in rows)


def read(draft: PlanDraft) -> Read:
    """What a draft holds."""
    kept = json.loads(draft.plan)
    stops = tuple(Stop(*row) for row in kept["stops"])
    return Read(
        version=kept["version"], stops=stops,
        reasons={stop: notes(rows) for stop, rows in zip(stops, kept["reasons"], strict=True)},
        terms=tuple(Term(*row) for row in kept["terms"]), missing=notes(kept["missing"]),
        changes=notes(kept.get("changes", ())), cancelled=tuple(kept.get("cancelled", ())),
        told=tuple(kept.get("told", ())), unchanged=kept.get("unchanged", 0), reason=kept.get("reason", ""),
    )  # fmt: skip


def by_place(material: Material, plan: Read) -> list[Row]:
    """Every place of a plan: when, who and why; those nobody goes to stand first."""
    rows = []
    for visit in material.visits:
        here = [stop for stop in plan.stops if stop.place == str(visit.place_id)]
        rows.append({
            "place": visit.place.label, "when": clock_words(here[0].start) if here else "", "start": _first(here),
            "who": [_who(material, stop, plan.reasons[stop]) for stop in here],
        })  # fmt: skip
    return sorted(rows, key=lambda row: row["start"])


def _first(stops: Sequence[Stop]) -> int:
    return min((one.start for one in stops), default=0)


def _who(material: Material, stop: Stop, why: Sequence[Note]) -> Row:
    return {"name": material.name(stop.deputy), "why": told(material.say(REASONS, why))}


def points_rows(material: Material, terms: Iterable[Term]) -> list[Row]:
    """What the points are made of, in words: each kind with its sum, the heaviest first."""
    found: dict[str, Row] = {}
    for term in terms:
        row = found.setdefault(term.code, {"word": str(TERMS.get(term.code, term.code)), "points": 0, "n": 0, "of": []})
        row["points"] += term.points
        row["n"] += 1
        row["of"].append(" ".join(filter(None, (material.name(term.who), material.name(term.where)))))
    return sorted(
        ({**row, "of": listed(row["of"][:8]) + ("…" if row["n"] > 8 else "")} for row in found.values()),
        key=lambda row: -row["points"],
    )


def shown(draft: PlanDraft, material: Material) -> Row:
    """Everything the page of a draft says."""
    plan = read(draft)
    served = {stop.place for stop in plan.stops}
    return {
        "plan": plan, "rows": by_place(material, plan), "points": points_rows(material, plan.terms),
        "missing": material.say(MISSING, plan.missing), "changes": material.say(CHANGES, plan.changes),
        "told": [material.name(one) for one in plan.told], "method": METHODS[draft.method], "served": len(served),
        "places": len(material.visits), "deputies": len({stop.deputy for stop in plan.stops}),
        "is_stale": draft.adopted_at is None and plan.version != material.round.version,
        "quality": _quality(draft), "seconds": f"{draft.milliseconds / 1000:.1f}",
    }  # fmt: skip


def _quality(draft: PlanDraft) -> str:
    if draft.proven:
        return _("已经证明：按这些条件没有更好的安排。")
    if draft.bound > 0:
        return _("任何安排至少 %(bound)d 分，这一份 %(points)d 分。") % {"bound": draft.bound, "points": draft.points}
    return _("没有证明是最好的；条件不变，再算一次结果相同。")

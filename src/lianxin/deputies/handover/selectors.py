"""Handovers as prepared rows: the preview, the progress, the report, and what waits for the office."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.deputies.handover import estates, planning, rules
from lianxin.deputies.models import Basis, Deputy, Fate, Handover, HandoverKind, HandoverLine, Mandate, Passed
from lianxin.journal.actors import Actor
from lianxin.records.access import Label, describe
from lianxin.ui.dates import zh_date
from lianxin.ui.listing import listed

Row = dict[str, Any]
#: How much of the office's list is shown at once; the rest comes when these have somebody.
MOST: Final = 200


def handovers() -> "QuerySet[Handover]":
    """Every handover, newest first, with its terms and the deputies who leave (one statement more)."""
    rows = Handover.objects.select_related("old_term", "new_term")
    return rows.annotate(n=Count("lines")).order_by("-day", "-id")


def name_of(handover: Handover, who: str = "") -> str:
    """What a handover is called; one statement for one deputy whose name is not at hand."""
    if handover.kind == HandoverKind.TERM and handover.new_term is not None:
        return _("%(old)s → %(new)s") % {"old": handover.old_term.name, "new": handover.new_term.name}
    lines = handover.lines.filter(fate=Fate.LEAVES).values_list("deputy__display_name", flat=True)
    who = who or lines.first() or ""
    return _("%(who)s离任（%(term)s）") % {"who": who, "term": handover.old_term.name}


def list_rows() -> list[Row]:
    """The handovers as a table; two statements."""
    rows = list(handovers()[:MOST])
    ones = [one.pk for one in rows if one.kind == HandoverKind.ONE]
    lines = HandoverLine.objects.filter(handover_id__in=ones, fate=Fate.LEAVES).select_related("deputy")
    names = {line.handover_id: line.deputy.display_name for line in lines}
    return [
        {
            "href": reverse("deputies:handover", args=[one.pk]),
            "name": name_of(one, names.get(one.pk) or "—"),
            "level": one.get_level_display(),
            "day": zh_date(one.day),
            "state": one.get_state_display(),
            "is_open": one.done_at is None,
        }
        for one in rows
    ]


# --- the preview ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, in finished words; ``seal`` is what the button sends back."""

    seal: str
    leaving: Sequence[Row]
    staying: Sequence[Row]
    new: Sequence[Row]
    counts: Sequence[Row]


def preview_of(handover: Handover) -> Preview:
    """The plan of today with names, places and how much each one leaves; nine statements."""
    sight = planning.sight_of(handover)
    lines = rules.plan(sight.change)
    leaving = [one for one in lines if one.fate == Fate.LEAVES]
    left = _left_by({one.deputy for one in leaving})
    rows = [_leaving(one, sight, left, handover) for one in leaving]
    staying = [_named(one, sight) for one in lines if one.fate in {Fate.CONTINUES, Fate.ELSEWHERE}]
    new = [_named(one, sight) for one in lines if one.fate == Fate.NEW]
    return Preview(planning.seal(lines), rows, staying, new, _counts(lines))


def _left_by(deputies: set[int]) -> dict[int, Counter[str]]:
    """How many open things of each kind that needs somebody; one statement a kind."""
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for estate in estates.known():
        if estate.waiting is not None and deputies:
            for item in estate.left_by(deputies):
                found[item.deputy][str(estate.word)] += 1
    return found


def _leaving(line: rules.Line, sight: planning.Sight, left: Mapping[int, Counter[str]], handover: Handover) -> Row:
    counts = left.get(line.deputy, Counter())
    return {
        "who": sight.names.get(line.deputy, ""),
        "from": sight.seats.get(line.deputy, ""),
        "place": sight.places.get(line.place or 0, ""),
        "leaves": listed(_("%(what)s %(n)d 件") % {"what": what, "n": n} for what, n in sorted(counts.items())),
        "successor": sight.names.get(line.successor or 0, ""),
        "basis": Basis(line.basis).label if line.basis else "",
        "href": reverse("deputies:name_successor", args=[handover.pk, line.deputy, line.place or 0]),
    }


def _named(line: rules.Line, sight: planning.Sight) -> Row:
    return {
        "who": sight.names.get(line.deputy, ""),
        "from": sight.seats.get(line.deputy, ""),
        "fate": Fate(line.fate).label,
    }


def _counts(lines: Sequence[rules.Line]) -> list[Row]:
    """How many of each; a deputy counts once, whatever places there are."""
    people = {(one.deputy, one.fate) for one in lines}
    fates = Counter(fate for _deputy, fate in people)
    alone = {one.deputy for one in lines if one.fate == Fate.LEAVES and one.successor is None}
    rows: list[Row] = [{"name": fate.label, "value": fates[fate], "unit": _("人")} for fate in Fate if fates[fate]]
    if alone:
        text = _("交接以后进“待接续”，由人大办指定")
        rows.append({"name": _("还没有人接"), "value": len(alone), "unit": _("人"), "tone": "warn", "definition": text})
    return rows


# --- under way, and done ------------------------------------------------------------------------------


def progress_of(handover: Handover) -> tuple[int, int]:
    """How many lines are done, of how many; one statement."""
    done = [one is not None for one in handover.lines.values_list("done_at", flat=True)]
    return sum(done), len(done)


def report_rows(handover: Handover) -> list[Row]:
    """Who left, who took over, how much of what; two statements."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = Passed.objects.filter(line__handover=handover).values("line_id", "object_kind").annotate(n=Count("pk"))
    for row in rows.order_by("line_id", "object_kind"):
        counts[row["line_id"]][row["object_kind"]] += row["n"]
    words = {one.kind: str(one.word) for one in estates.known()}
    lines = handover.lines.filter(fate=Fate.LEAVES).select_related("deputy", "successor", "place").order_by("sort")
    return [
        {
            "who": one.deputy.display_name,
            "place": one.place.label if one.place else "",
            "successor": one.successor.display_name if one.successor else "",
            "basis": one.get_basis_display() if one.basis else "",
            "what": listed(f"{words.get(kind, kind)} {n}" for kind, n in sorted(counts[one.pk].items())),
        }
        for one in lines
    ]


def passed_rows(actor: Actor, handover: Handover) -> list[tuple[str, str, str, str, str]]:
    """Every single thing: who had it, what kind, which, who has it now, why; three statements and one a kind."""
    rows = Passed.objects.filter(line__handover=handover).select_related("deputy", "successor", "line")
    found = list(rows.order_by("line__sort", "object_kind", "id"))
    labels = describe(actor, [(one.object_kind, one.object_id) for one in found])
    words = {one.kind: str(one.word) for one in estates.known()}
    return [
        (
            one.deputy.label,
            words.get(one.object_kind, one.object_kind),
            labels.get((one.object_kind, one.object_id), Label("—")).title,
            one.successor.label if one.successor else _("待接续"),
            one.line.get_basis_display() if one.line is not None and one.successor is not None else "",
        )
        for one in found
    ]


# --- what waits for the office --------------------------------------------------------------------------


def waiting_items(most: int = MOST) -> list[tuple[str, estates.Item]]:
    """What waits, with its kind; one statement a kind."""
    return [
        (estate.kind, item) for estate in estates.known() if estate.waiting is not None for item in estate.waiting(most)
    ]


def title_of(actor: Actor, kind: str, pk: int) -> str:
    """How one thing is called."""
    return describe(actor, [(kind, pk)]).get((kind, pk), Label("")).title


def waiting_rows(actor: Actor) -> list[Row]:
    """Open things for which nobody with a mandate is responsible; two statements a kind, and one."""
    found = waiting_items()
    names = dict(Deputy.objects.filter(pk__in={item.deputy for _kind, item in found}).values_list("pk", "label"))
    labels = describe(actor, [(kind, item.id) for kind, item in found])
    words = {one.kind: one.word for one in estates.known()}
    return [
        {
            "word": words.get(kind, kind),
            "label": labels.get((kind, item.id), Label("—")),
            "who": names.get(item.deputy, ""),
            "href": reverse("deputies:give", args=[kind, item.id]),
        }
        for kind, item in found
    ]


def candidates(deputy: int) -> list[tuple[str, str]]:
    """Everybody with a mandate today but one, for choosing by hand; one statement."""
    rows = Mandate.objects.filter(pk__in=planning.held_today()).exclude(deputy_id=deputy).select_related("deputy")
    found = {one.deputy_id: (one.deputy.sort, one.deputy.display_name, one.get_level_display()) for one in rows}
    ordered = sorted(found.items(), key=lambda pair: (pair[1][0], pair[0]))
    return [(str(pk), f"{name}（{level}）") for pk, (_sort, name, level) in ordered]

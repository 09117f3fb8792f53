"""Which suggestions a figure counts; the same manner as matters, in one statement of their own.

Only suggestions of town deputies that were registered count, and none that was withdrawn by the cut-off.  They belong
to no neighbourhood and no category: a scope that asks for one counts none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate

from lianxin.cases.figures import populations as p
from lianxin.cases.figures.populations import Population, Rows
from lianxin.cases.models import Suggestion
from lianxin.cases.models.suggestion import Cosigner, Grade, SuggestionReply, SuggestionVoice
from lianxin.cases.suggestions import workflow as w
from lianxin.cases.suggestions.selectors import KIND
from lianxin.clocks.models import Clock, Promise
from lianxin.core.clock import TOWN_TZ, day_bounds
from lianxin.deputies.models import Level
from lianxin.reports.figures.model import Reader, Scope

#: The categories of the Shanghai scheme; answers under another scheme stand apart.
SCHEME: Final = "SH4"
RESULTS: Final = ("adopted", "in_progress", "planned", "reference")


def counted(scope: Scope) -> QuerySet[Suggestion]:
    """The suggestions that count at all, narrowed to what is asked."""
    if scope.place or scope.category or scope.track not in {"", KIND}:
        return Suggestion.objects.none()
    rows = Suggestion.objects.filter(level=Level.TOWN, registered_on__lte=scope.as_of)
    rows = rows.exclude(state=w.WITHDRAWN, closed_on__lte=scope.as_of)
    return rows.filter(lead_unit=scope.unit) if scope.unit else rows


def _ids(scope: Scope) -> Any:
    return counted(scope).order_by().values("pk")


@dataclass(frozen=True)
class OfSuggestions(Population):
    """A population whose ``case`` leads to the suggestion."""

    def together(self, reader: Reader) -> Mapping[str, list[tuple[Any, ...]]]:
        """One statement for the figures of suggestions."""
        found: Mapping[str, list[tuple[Any, ...]]] = reader.once("suggestions", lambda one: p.read_all(one, ALL))
        return found

    def key(self, by: str) -> Any:
        """The leading unit; a suggestion has no neighbourhood and no category."""
        if by == "unit":
            if self.case == "owner_id":
                return Subquery(Suggestion.objects.filter(pk=OuterRef("owner_id")).values("lead_unit_id")[:1])
            return F("lead_unit_id" if self.case == "pk" else f"{self.case.removesuffix('_id')}__lead_unit_id")
        if by == "category":
            return Value(None, BigIntegerField())
        return Value(KIND if by == "track" else "", CharField())

    def suggestions(self, scope: Scope, dimension: str = "", part: str = "") -> QuerySet[Suggestion]:
        """The suggestions behind the facts of a period: all, or those of one part."""
        return Suggestion.objects.filter(pk__in=self.behind(scope, dimension, part).order_by().values(self.case))


def _registered(scope: Scope) -> Rows:
    """Registered in the period, with what was said about its first and its second answer by the cut-off."""
    end = p.end_of(scope)
    said = _leads_voices().filter(reply__suggestion=OuterRef("pk"), made_at__lt=end)
    again = SuggestionReply.objects.filter(suggestion=OuterRef("pk"), round__gt=1, signed_at__lt=end)
    rows = counted(scope).filter(registered_on__range=(scope.first, scope.until))
    return rows.annotate(
        was_bad=Exists(said.filter(reply__round=1, result=Grade.BAD)), came_again=Exists(again),
        said_again=Exists(said.filter(reply__round__gt=1)),
    )  # fmt: skip


def _state_parts(scope: Scope) -> p.Parts:
    """Where it stood at the cut-off, by its days."""
    day = scope.as_of
    return {
        "state": (
            ("closed", Q(closed_on__lte=day)),
            ("rehandling", Q(was_bad=True, came_again=False)),
            ("judged", Q(evaluated_on__lte=day) & (Q(came_again=False) | Q(said_again=True))),
            ("replied", Q(replied_on__lte=day)),
            ("handling", Q(assigned_on__lte=day, lead_unit__isnull=False)),
            ("waiting", Q(pk__isnull=False)),
        )
    }


REGISTERED: Final = OfSuggestions("suggestion_registered", _registered, "registered_on", parts=_state_parts)


def _clocks(scope: Scope, **more: str) -> Rows:
    return p.fell_due(Clock.objects.filter(owner_kind=KIND, owner_id__in=_ids(scope), **more), scope)


ANSWER_CLOCKS: Final = OfSuggestions(
    "suggestion_answers", lambda scope: _clocks(scope, code__startswith="answer"), "due_on", case="owner_id",
    parts=p.clock_parts,
)  # fmt: skip


def _replied(scope: Scope) -> Rows:
    rows = counted(scope).filter(replied_on__range=(scope.first, scope.until), assigned_on__isnull=False)
    return rows.filter(replied_on__gte=F("assigned_on"))


REPLIED: Final = OfSuggestions(
    "suggestion_replied", _replied, "replied_on", since="assigned_on",
    parts=lambda scope: {
        "public": (
            ("published", Q(result_public_on__lte=scope.as_of)),
            ("not_yet", Q(consent_public=True, confidential=False)),
            ("no_consent", Q(pk__isnull=False)),
        )
    },
)  # fmt: skip


def _last_replies(scope: Scope) -> Rows:
    """The last signed answer of each suggestion up to the cut-off, with the lead deputy's grades of it."""
    end = p.end_of(scope)
    signed = SuggestionReply.objects.filter(signed_at__lt=end)
    later = signed.filter(suggestion=OuterRef("suggestion"), round__gt=OuterRef("round"))
    voice = _leads_voices().filter(reply=OuterRef("pk"), made_at__lt=end)
    rows = signed.filter(signed_at__gte=day_bounds(scope.first)[0], suggestion__in=_ids(scope)).exclude(Exists(later))
    rows = rows.filter(signed_at__lt=day_bounds(scope.until)[1])
    grades = {
        "said_attitude": Subquery(voice.values("attitude")[:1]),
        "said_result": Subquery(voice.values("result")[:1]),
    }
    return rows.annotate(signed_day=TruncDate("signed_at", tzinfo=TOWN_TZ), **grades)


def _leads_voices() -> QuerySet[SuggestionVoice]:
    """What lead deputies said, or who took it over from them; who signed too speaks beside, and is not counted."""
    signed = Cosigner.objects.filter(suggestion=OuterRef("reply__suggestion"), deputy=OuterRef("deputy"))
    return SuggestionVoice.objects.exclude(Exists(signed.filter(state="agreed")))


def _result_parts(_scope: Scope) -> p.Parts:
    codes = tuple((code, Q(scheme=SCHEME, result=code)) for code in RESULTS)
    return {"result": (*codes, ("other", Q(pk__isnull=False)))}


def _grade_parts(_scope: Scope) -> p.Parts:
    rest = ("none", Q(pk__isnull=False))
    return {
        "attitude": (*((code, Q(said_attitude=code)) for code in Grade.values), rest),
        "result": (*((code, Q(said_result=code)) for code in Grade.values), rest),
    }


ANSWERS: Final = OfSuggestions(
    "suggestion_results", _last_replies, "signed_day", case="suggestion_id", parts=_result_parts
)
GRADES: Final = OfSuggestions(
    "suggestion_grades", _last_replies, "signed_day", case="suggestion_id", parts=_grade_parts
)  # fmt: skip


def _first_judged(scope: Scope) -> Rows:
    """The lead deputy's voice about the first answer."""
    rows = _leads_voices().filter(reply__round=1, reply__suggestion__in=_ids(scope))
    rows = rows.filter(made_at__gte=day_bounds(scope.first)[0], made_at__lt=day_bounds(scope.until)[1])
    return rows.annotate(judged_day=TruncDate("made_at", tzinfo=TOWN_TZ))


FIRST_JUDGED: Final = OfSuggestions(
    "suggestion_again", _first_judged, "judged_day", case="reply__suggestion_id",
    parts=lambda _scope: {"again": (("again", Q(result=Grade.BAD)), ("once", Q(pk__isnull=False)))},
)  # fmt: skip


def _promises(scope: Scope) -> Rows:
    rows = Promise.objects.filter(owner_kind=KIND, owner_id__in=_ids(scope))
    return rows.filter(due_on__range=(scope.first, scope.until))


PROMISES: Final = OfSuggestions("suggestion_promises", _promises, "due_on", case="owner_id", parts=p.promise_parts)
ALL: Final = (REGISTERED, ANSWER_CLOCKS, REPLIED, ANSWERS, GRADES, FIRST_JUDGED, PROMISES)

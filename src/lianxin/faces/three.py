"""我的三件事: what a deputy brought and what became of it, in large plain words.

The same page opens behind the deputy's read-only link (nothing can be pressed there) and on the deputy's own face,
where the congress is asked to press and answers are evaluated.  No resident's words, no name, no telephone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianxin.cases import workflow as w
from lianxin.cases.lists import Book, ResultCode, usual_results
from lianxin.cases.models import Case, DeputyAsk, Opinion, Source, Suggestion
from lianxin.cases.selectors.rows import RowMaker
from lianxin.cases.suggestions import workflow as suggested
from lianxin.clocks.models import Promise, PromiseState
from lianxin.contact.visits.selectors import unconfirmed_cases
from lianxin.core.clock import civil_date, today
from lianxin.core.masking import mask
from lianxin.deputies.models import Deputy
from lianxin.deputies.own_links.selectors import deputy_of
from lianxin.deputies.selectors import deputy_of_account
from lianxin.faces.plain_words import case_words, suggestion_words
from lianxin.journal.errors import WrongState
from lianxin.people.access import actor_of, public, requires
from lianxin.people.addresses import client_address
from lianxin.people.policies import AS_DEPUTY
from lianxin.people.throttles import TooMany
from lianxin.ui.dates import zh_date, zh_day
from lianxin.ui.listing import listed

#: How many of the newest are shown; what is open stands first.
SHOWN: Final = 60
#: Where something was answered and can be judged.
_TO_JUDGE: Final = frozenset({w.REPLIED, w.TRACKING, w.SILENT, w.EVALUATED})

Row = dict[str, Any]
Pair = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the matters and suggestions, read once for the page."""

    promises: Mapping[Pair, Sequence[Promise]]
    asks: Mapping[Pair, DeputyAsk]
    labels: Mapping[int, str]
    results: Mapping[str, ResultCode]


@never_cache
@public
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Behind the read-only link: one page, no session, nothing to press."""
    try:
        deputy = deputy_of(token, client_address(request))
    except WrongState as refused:
        status = 429 if isinstance(refused, TooMany) else 410
        return render(request, "people/dead_link.html", {"message": refused.message}, status=status)
    context = {"rows": rows_of(deputy, acts=False), "who": deputy.display_name, "by_link": True}
    answer = render(request, "faces/three_by_link.html", context)
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


@requires(AS_DEPUTY)
@require_safe
def three(request: HttpRequest) -> HttpResponse:
    """The same for the deputy who has signed in, with what can be done."""
    deputy = deputy_of_account(int(actor_of(request).id))
    rows = rows_of(deputy, acts=True) if deputy is not None else []
    return render(request, "faces/three.html", {"rows": rows, "who": deputy.display_name if deputy else ""})


def rows_of(deputy: Deputy, *, acts: bool) -> list[Row]:
    """Everything a deputy brought, signed or took over: open ones first, the newest first; seven statements."""
    cases, suggestions = list(_cases(deputy.pk)), list(_suggestions(deputy.pk))
    pairs = [("case", one.pk) for one in cases] + [("suggestion", one.pk) for one in suggestions]
    maker = RowMaker()
    beside = _beside(pairs, cases, suggestions, maker.book)
    rows = [_of_case(one, deputy.pk, maker, beside, acts=acts) for one in cases]
    rows += [_of_suggestion(one, deputy.pk, beside, acts=acts) for one in suggestions]
    return sorted(rows, key=lambda row: (not row["is_open"], -row["sort"].toordinal(), -row["id"]))


def _cases(pk: int) -> "QuerySet[Case]":
    """Matters, with whether the words were given in confidence and whether a deputy saw it.

    What was recorded on a visit stands here once the deputy has confirmed it.
    """
    voices = Opinion.objects.filter(case_id=OuterRef("pk"), withdrawn_at=None)
    mine = Q(deputy_path__contains=f"/{pk}/") | Q(heir_path__contains=f"/{pk}/")
    rows = (
        Case.objects.filter(mine, sealed=False)
        .exclude(pk__in=unconfirmed_cases([pk]))
        .select_related("place__parent", "category", "lead_unit")
    )
    rows = rows.annotate(
        hidden=Exists(voices.filter(confidential=True)), seen=Exists(voices.filter(source=Source.DEPUTY_OBSERVATION))
    )
    return rows.order_by("-id")[:SHOWN]


def _suggestions(pk: int) -> "QuerySet[Suggestion]":
    """Registered suggestions the deputy leads, signed or took over."""
    key = f"/{pk}/"
    mine = Q(deputy_id=pk) | Q(agreed_path__contains=key) | Q(heir_path__contains=key)
    return Suggestion.objects.filter(mine).exclude(number="").select_related("lead_unit").order_by("-id")[:SHOWN]


def _beside(pairs: Sequence[Pair], cases: Sequence[Case], suggestions: Sequence[Suggestion], book: Book) -> Beside:
    """Promises, requests, names of those who brought it first, words of results; three statements."""
    ids = {kind: [pk for one, pk in pairs if one == kind] for kind in ("case", "suggestion")}
    of = [Q(owner_kind=kind, owner_id__in=found) for kind, found in ids.items() if found] or [Q(pk__in=[])]
    where = of[0] if len(of) == 1 else of[0] | of[1]
    promises: dict[Pair, list[Promise]] = {}
    for promise in Promise.objects.filter(where).order_by("due_on", "id"):
        promises.setdefault((promise.owner_kind, promise.owner_id), []).append(promise)
    asked = DeputyAsk.objects.filter(object_id__in=[pk for _kind, pk in pairs]).order_by("id")
    people = {pk for one in cases for pk in one.deputy_ids} | {one.deputy_id for one in suggestions}
    return Beside(
        promises=promises,
        asks={(one.object_kind, one.object_id): one for one in asked},
        labels=dict(Deputy.objects.filter(pk__in=people).values_list("pk", "label")),
        results=usual_results(book),
    )


def _of_case(case: Any, deputy: int, maker: RowMaker, beside: Beside, *, acts: bool) -> Row:
    row = maker.row(case)
    taken = deputy not in case.deputy_ids
    title = _("一件要求保密的事（%(what)s）") % {"what": row["category"] or _("未分类")} if case.hidden else case.title
    return {
        **_common("case", case, beside),
        "title": mask(title),
        "where": row["place"],
        "since": zh_day(case.received_on),
        "sort": case.received_on,
        "from": listed(beside.labels.get(pk, "") for pk in sorted(case.deputy_ids)) if taken else "",
        "now": case_words(case, row["unit"], row["unit_says"]),
        "says": row["resident_says"],
        "page": reverse("cases:deputy_case", args=[case.number]) if acts else "",
        "judge": _judge(case) if acts and case.seen and case.state in _TO_JUDGE else "",
        "ask": reverse("cases:ask_to_press", args=["case", case.pk]) if acts and case.is_open else "",
    }


def _judge(case: Case) -> str:
    return reverse("cases:deputy_verdict", args=[case.number])


def _of_suggestion(one: Suggestion, deputy: int, beside: Beside, *, acts: bool) -> Row:
    taken = deputy != one.deputy_id and deputy in one.heir_ids
    page = reverse("cases:own_suggestion", args=[one.pk]) if acts else ""
    leads = deputy in ({one.deputy_id} | one.heir_ids)
    ready = acts and leads and one.state == suggested.REPLIED
    return {
        **_common("suggestion", one, beside),
        "title": mask(one.title),
        "where": _("代表建议"),
        "since": zh_day(one.submitted_on) if one.submitted_on else "",
        "sort": one.submitted_on or civil_date(one.made_at),
        "from": beside.labels.get(one.deputy_id, "") if taken else "",
        "now": suggestion_words(one, beside.results),
        "says": "",
        "page": page,
        "judge": reverse("cases:own_suggestion_do", args=[one.pk, "evaluate"]) if ready else "",
        "ask": reverse("cases:ask_to_press", args=["suggestion", one.pk]) if acts and one.is_open else "",
    }


def _common(kind: str, one: Any, beside: Beside) -> Row:
    """What matters and suggestions have alike: number, whether open, promises, the last request."""
    asked = beside.asks.get((kind, one.pk))
    promises = beside.promises.get((kind, one.pk), ())
    owed = any(promise.state in {PromiseState.OPEN, PromiseState.MISSED} for promise in promises)
    return {
        "id": one.pk,
        "number": one.number,
        "is_open": one.is_open or owed,
        "promises": [_promise(promise) for promise in promises],
        "asked": zh_day(civil_date(asked.made_at)) if asked is not None else "",
        "answer": asked.answer if asked is not None else "",
    }


def _promise(one: Promise) -> Row:
    """A promise with what became of it."""
    late = one.state == PromiseState.OPEN and one.due_on < today()
    word = _("过了日子还没做到") if late else str(PromiseState(one.state).label)
    return {"text": mask(one.text), "due": zh_date(one.due_on), "word": word, "late": late}

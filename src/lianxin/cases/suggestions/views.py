"""Suggestions moved: a new draft, and every move on the face of whoever makes it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from lianxin.cases.evidence import prepared
from lianxin.cases.lists import usual_results
from lianxin.cases.models import Case
from lianxin.cases.models.suggestion import Suggestion, SuggestionReply
from lianxin.cases.policies import deputy_ids
from lianxin.cases.pressing.pages.forms import MoveForm
from lianxin.cases.selectors.scope import visible
from lianxin.cases.suggestions import forms, origins, policies, selectors, shown, texts, workflow
from lianxin.cases.suggestions.actions import BY_MOVE, KIND
from lianxin.cases.suggestions.actions.writing import Draft, Propose
from lianxin.cases.suggestions.pages import suggestion_of
from lianxin.clocks.promises import unsettled
from lianxin.core.clock import today
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal.actors import Actor
from lianxin.journal.errors import NotAllowed
from lianxin.people.access import actor_of, loaded, requires
from lianxin.places.models import Unit
from lianxin.ui.acting import act_on, posted
from lianxin.ui.dates import zh_date


@requires(policies.OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft, where asked from a matter the deputy brought (a link, no words are copied)."""
    actor = actor_of(request)
    cases = _origins(request, actor)
    made: list[Suggestion] = []

    def run(data: Any) -> None:
        typed = {name: value for name, value in data.items() if name not in {"once", "expected_version"}}
        draft = Draft(actor=actor, origins=[one.pk for one in cases], once=data["once"] or None, **typed)
        made.append(draft.execute())

    sub = _from(cases)
    context = {"face": "ui/deputy.html", "title": gettext("起草建议"), "sub": sub, "button": gettext("保存草稿")}
    title = _title_of(cases[0]) if cases else ""
    form = forms.WriteForm(posted(request), initial={"wish": "face", "title": title})
    response = act_on(
        request, form, run, template="cases/suggestions/form.html", back=reverse("cases:own_suggestions"),
        done=gettext("草稿已保存，只有您看得到。"), context=context,
    )  # fmt: skip
    if made:
        response["Location"] = reverse("cases:own_suggestion", args=[made[0].pk])
    return response


def _origins(request: HttpRequest, actor: Actor) -> list[Case]:
    """The matter of ``?case=`` and those of the same issue, where the deputy was present at them."""
    case = Case.objects.filter(number=request.GET.get("case", "")[:32], sealed=False).first()
    if case is None or not deputy_ids(actor) & case.deputy_ids:
        return []
    mine = [one for one in origins.together(case) if deputy_ids(actor) & one.deputy_ids]
    return [case, *(one for one in mine if one.pk != case.pk)]


def _from(cases: Sequence[Case]) -> str:
    """From what a draft comes, in words."""
    if not cases:
        return ""
    what = {"what": mask(cases[0].title), "n": len(cases)}
    if len(cases) == 1:
        return gettext("由“%(what)s”而来；只连上这件事，原话不会抄进建议。") % what
    return gettext("由“%(what)s”等 %(n)d 件而来；只连上这些事，原话不会抄进建议。") % what


@requires(policies.REPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """The congress office begins a draft for a deputy from a matter and those of its issue."""
    actor = actor_of(request)
    case = visible(actor).filter(number=request.GET.get("case", "")[:32], sealed=False).first()
    if case is None:
        raise Http404
    cases = list(origins.together(case))
    form: Any = forms.ProposeForm(posted(request), initial={"title": _title_of(case)})
    form.fields["deputy"].choices = [("", "—"), *selectors.to_choose(0, first=case.deputy_ids)]

    def run(data: Any) -> None:
        Propose(
            actor=actor, deputy=int(data["deputy"]), title=data["title"], origins=[one.pk for one in cases],
            once=data["once"] or None,
        ).execute()  # fmt: skip

    context = {
        "face": "ui/desk.html", "title": gettext("请代表据此起草建议"), "sub": _from(cases),
        "button": gettext("开好草稿，告诉代表"),
    }  # fmt: skip
    return act_on(
        request, form, run, template="cases/suggestions/form.html", back=reverse("cases:desk_case", args=[case.number]),
        done=gettext("草稿已开好，代表收到了消息；写不写、怎么写由代表自己定。"), context=context,
    )  # fmt: skip


def _title_of(case: Case) -> str:
    """A first title; the deputy changes it."""
    return shorten(gettext("关于%(what)s的建议") % {"what": mask(case.title)}, 120)


@requires(policies.OWN, suggestion_of)
@require_http_methods(["GET", "HEAD", "POST"])
def own_do(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """A move of a deputy."""
    return _do(request, move, "ui/deputy.html", "cases:own_suggestion", deputys=True)


@requires(policies.SEE, suggestion_of)
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """A move at the desk."""
    return _do(request, move, "ui/desk.html", "cases:suggestion", deputys=False)


def _do(request: HttpRequest, move: str, face: str, name: str, *, deputys: bool) -> HttpResponse:
    row, known, actor = loaded(request, Suggestion), workflow.BY_CODE.get(move), actor_of(request)
    if known is None or not known.sources or move not in BY_MOVE:
        raise Http404
    here = policies.parties(actor, row) & set(known.actors)
    if not here or bool(here & shown.DEPUTYS) != deputys:
        raise NotAllowed("not_this_party", texts.not_this_party(known.label))
    form = _form(request, row, move)

    def run(data: Any) -> None:
        action: Any = BY_MOVE[move]
        version = data["expected_version"]
        action(actor=actor, pk=row.pk, expected_version=version, once=data["once"] or None, **_typed(data)).execute()

    context = {"face": face, "title": known.label, "sub": f"{row.number} {row.title}".strip()}
    back = reverse(name, args=[row.pk])
    if move == "decline":
        back = reverse("cases:own_suggestions")
    done = gettext("“%(move)s”已办好。") % {"move": known.label}
    return act_on(request, form, run, template="cases/suggestions/form.html", back=back, done=done, context=context)


def _typed(data: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, with ids as numbers."""
    typed = {key: value for key, value in data.items() if key not in {"once", "expected_version"}}
    if "files" in typed:
        typed["files"] = prepared(typed["files"] or ())
    for key in ("co_units", "deputies"):
        if key in typed:
            typed[key] = [int(one) for one in typed[key]]
    for key in ("lead_unit", "proposed_unit"):
        if key in typed:
            typed[key] = int(typed[key] or 0)
    return typed


def _form(request: HttpRequest, row: Suggestion, move: str) -> Any:
    """The form of a move, filled with what stands already."""
    initial: dict[str, Any] = {"expected_version": row.version, "on": today(), **_standing(row, move)}
    form: Any = forms.FORMS.get(move, MoveForm)(posted(request), request.FILES or None, initial=initial)
    if move == "invite":
        form.fields["deputies"].choices = selectors.to_choose(row.deputy_id)
    if move in {"assign", "ask_return"}:
        units = [(str(one.pk), one.name) for one in Unit.objects.filter(is_active=True).order_by("sort", "id")]
        for name in ("lead_unit", "proposed_unit"):
            if name in form.fields:
                form.fields[name].choices = [("", "—"), *units]
        if "co_units" in form.fields:
            form.fields["co_units"].choices = units
    if move == "settle_promise":
        form.fields["promise_id"].choices = [
            (str(one.pk), f"{one.text}（{zh_date(one.due_on)}）") for one in unsettled(KIND, row.pk)
        ]
    if move == "reply":
        codes = usual_results().values()
        form.fields["result"].choices = [(one.code, one.label) for one in codes]
    return form


def _standing(row: Suggestion, move: str) -> dict[str, Any]:
    """What is already written, for the moves that write it again."""
    if move == "edit":
        return {
            "title": row.title, "facts_text": row.facts, "analysis": row.analysis, "proposal": row.proposal,
            "wish": row.wish, "confidential": row.confidential, "consent_public": row.consent_public,
            "ticks": row.ticks.split("/"),
        }  # fmt: skip
    if move == "reply":
        names = ("result", "text", "reason", "promise_on", "promise_text", "contact")
        found = SuggestionReply.objects.filter(suggestion=row, round=row.round).values(*names).first()
        return dict(found or {})
    return {}

"""The neighbour's side: say "我也一样" by a link; judge each part of what one said."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxin.cases import actions
from lianxin.cases.issues import texts
from lianxin.cases.issues.forms import MeTooForm
from lianxin.cases.issues.me_too import SayMeToo, can_take, is_open
from lianxin.cases.models import Case, MeToo
from lianxin.cases.public.follow import GUESSING, opinion_or_404
from lianxin.cases.public.forms import VerdictForm
from lianxin.cases.public.speak import SPEAKING, warnings_of
from lianxin.cases.selectors import public_status
from lianxin.core.ids import random_token
from lianxin.journal.actors import anonymous_resident, resident_with_code
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import public
from lianxin.people.addresses import client_address
from lianxin.people.throttles import hit


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me_too(request: HttpRequest, token: str) -> HttpResponse:
    """The neutral name and nothing else of the matter; one form; an own receipt."""
    row = MeToo.objects.select_related("case", "place").filter(token=token).first()
    if row is None:
        raise Http404
    closed = "" if is_open(row) else texts.sentence("not_open")
    if not closed and not can_take(row.case):
        closed = texts.sentence("cannot_join")
    form = MeTooForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not closed and form.is_valid():
        known, problem = _known(request, form.cleaned_data.get("code") or "")
        if problem:
            form.add_error("code", problem)
        elif warnings := _unseen(request, form.cleaned_data["words"]):
            context = {"row": row, "form": form, "closed": "", "warnings": warnings}
            return render(request, "cases/issues/me_too.html", context)
        else:
            return _say(request, row, form, known)
    context = {"row": row, "form": form, "closed": closed}
    return render(request, "cases/issues/me_too.html", context, status=form.status)


def _unseen(request: HttpRequest, words: str) -> list[dict[str, str]]:
    """What must be said before these words are recorded; a second press, after reading it, records them."""
    return [] if "warned" in request.POST else warnings_of(words)


def _known(request: HttpRequest, code: str) -> tuple[tuple[int, ...], str]:
    """The opinion whose code was typed; guessing is slowed down as everywhere."""
    if not code:
        return (), ""
    hit("follow", client_address(request), GUESSING)
    opinion = public_status.find(code)
    if opinion is None:
        return (), _("没有找到这个查询码。请对照回执再看一遍；没有也不要紧，空着就行。")
    return (opinion.pk,), ""


def _say(request: HttpRequest, row: MeToo, form: MeTooForm, known: tuple[int, ...]) -> HttpResponse:
    hit("speak", client_address(request), SPEAKING)
    data = form.cleaned_data
    try:
        receipt = SayMeToo(
            actor=anonymous_resident(),
            me_too_id=row.pk,
            words=data["words"],
            contact_name=data["contact_name"],
            contact=data["contact"],
            known=known,
            client_key=data["once"],
        ).execute()
    except Invalid as problem:
        form.take(problem)
    except WrongState as problem:
        if problem.code != "once_reused":
            raise
        form = _anew(request)
    else:
        return redirect("cases:receipt", token=receipt.token)
    context = {"row": row, "form": form, "closed": ""}
    return render(request, "cases/issues/me_too.html", context, status=form.status)


def _anew(request: HttpRequest) -> MeTooForm:
    """The page was sent before with other words, perhaps somebody else's: what is typed stays, under a fresh key."""
    data = request.POST.copy()
    data["once"] = random_token()
    form = MeTooForm(data)
    form.add_error(None, _("这一页刚才已经提交过一次。如果您又改了内容，请再按一次“提交”，会作为新的一条记下来。"))
    return form


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def part_verdict(request: HttpRequest, token: str, number: str) -> HttpResponse:
    """Say of one part of what one said whether it is really solved."""
    opinion = opinion_or_404(token)
    part = Case.objects.filter(number=number, part_of=opinion.pk).first()
    if part is None:
        raise Http404
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.RecordVerdict(
                actor=resident_with_code(opinion.pk),
                case_id=part.pk,
                result=data["result"],
                attitude=data["attitude"],
                reason=data["reason"],
                again=data["again"],
                once=data["once"],
            ).execute()
        except Invalid as problem:
            form.take(problem)
        else:
            return redirect("cases:status", token=token)
    status = public_status.status_of(opinion, part)
    context = {"form": form, "token": token, "status": status}
    return render(request, "cases/public/verdict.html", context, status=form.status)

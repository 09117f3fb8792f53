"""Following: the code or the slip's QR opens one opinion, and there its speaker can do what is the speaker's.

The address of the slip carries a random token.  Whoever holds the slip holds code and token alike, so the token opens
the page directly: an old person scans and sees.  Nothing on the page names the speaker; contact data is masked.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases import actions
from lianxin.cases.models import Opinion
from lianxin.cases.naming import naming_of
from lianxin.cases.public.forms import (
    AddForm,
    ConsentForm,
    ContactForm,
    FollowForm,
    ReasonForm,
    VerdictForm,
    consents,
)
from lianxin.cases.receipts import has_contact, receipt_of
from lianxin.cases.selectors import own_photos, public_status
from lianxin.cases.selectors.rows import place_in_full
from lianxin.journal.actors import Actor, resident_with_code
from lianxin.journal.errors import Invalid
from lianxin.people.access import public
from lianxin.people.addresses import client_address
from lianxin.people.throttles import Limit, forgive, hit
from lianxin.ui import forms
from lianxin.ui.dates import zh_date, zh_datetime

#: Our default against guessing: ten wrong codes, then a pause of a quarter of an hour for that address.
GUESSING: Final = Limit(10, dt.timedelta(minutes=15), dt.timedelta(minutes=15))


def opinion_or_404(token: str) -> Opinion:
    """The opinion of a slip's address; 404 for a token of nobody or of another town."""
    opinion = public_status.by_token(token)
    if opinion is None:
        raise Http404
    return opinion


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code and lead to the page of the opinion."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        hit("follow", client_address(request), GUESSING)
        opinion = public_status.find(form.cleaned_data["code"])
        if opinion is not None:
            forgive("follow", client_address(request))
            return redirect("cases:status", token=opinion.public_token)
        form.add_error("code", _("没有找到这个查询码。请对照回执再看一遍，或者打电话给镇人大办，报出受理编号查询。"))
    return render(request, "cases/public/follow.html", {"form": form}, status=form.status)


@public
@never_cache
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """Where it stands, in plain words, and what the speaker can do."""
    opinion = opinion_or_404(token)
    shown = public_status.status(opinion)
    context = {
        "status": shown,
        "opinion": opinion,
        "token": token,
        "steps": [_entry(step) for step in shown.steps],
        "photos": own_photos.of(opinion),
        "said_on": zh_date(shown.said_on),
        "next_by": zh_date(shown.next_by) if shown.next_by else "",
        "additions": [
            (zh_date(on), _("更正") if kind == "correct" else _("补充"), text) for on, kind, text in shown.additions
        ],
        "news": [(zh_date(day), text) for day, text in shown.news],
        "promises": [(text, zh_date(on), state) for text, on, state in shown.answer.promises] if shown.answer else [],
    }
    naming = naming_of(opinion.case)
    context["named_by"] = naming.day if naming is not None else ""
    return render(request, "cases/public/status.html", context)


def _entry(step: public_status.Step) -> dict[str, object]:
    return {
        "title": step.label,
        "when": zh_date(step.on) if step.on else "",
        "text": step.note,
        "done": step.done,
        "tone": "good" if step.done else "",
    }


@public
@never_cache
@require_safe
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The page after speaking: number, code, what happens next."""
    return render(request, "cases/public/receipt.html", _receipt_context(request, token))


@public
@never_cache
@require_safe
def slip(request: HttpRequest, token: str) -> HttpResponse:
    """The same as a slip to print."""
    return render(request, "cases/public/slip.html", _receipt_context(request, token))


def _receipt_context(request: HttpRequest, token: str) -> dict[str, Any]:
    opinion = opinion_or_404(token)
    made = receipt_of(opinion, opinion.case)
    return {
        "receipt": made,
        "opinion": opinion,
        "received": zh_datetime(opinion.recorded_at),
        "qr": request.build_absolute_uri(reverse("cases:status", args=[token])),
        "next": _next(opinion),
        "emergency": made.emergency,
        "facts": [{"name": _("在哪里"), "value": place_in_full(opinion.place, opinion.place_note) or _("没有写明")}],
    }


def _next(opinion: Opinion) -> str:
    """By when a unit is named and gets in touch; nothing once that has happened."""
    naming = naming_of(opinion.case)
    return naming.to_resident(has_contact=has_contact(opinion.pk)) if naming is not None else ""


# --- what the speaker can do -------------------------------------------------------------------

Do = Callable[[Opinion, Actor, dict[str, Any]], object]


def _act(
    request: HttpRequest, token: str, form_class: type[forms.Form], template: str, done: str, do: Do
) -> HttpResponse:
    """One form of the speaker: show it, try the action, put refusals at their fields, lead back with a sentence."""
    opinion = opinion_or_404(token)
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            do(opinion, resident_with_code(opinion.pk), form.cleaned_data)
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, done)
            return redirect("cases:status", token=token)
    context = {"form": form, "token": token, "status": public_status.status(opinion)}
    return render(request, template, context, status=form.status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verdict(request: HttpRequest, token: str) -> HttpResponse:
    """Say whether it is really solved, with the reason."""

    def do(opinion: Opinion, actor: Actor, data: dict[str, Any]) -> object:
        return actions.RecordVerdict(
            actor=actor,
            case_id=opinion.case_id,
            result=data["result"],
            attitude=data["attitude"],
            reason=data["reason"],
            again=data["again"],
            once=data["once"],
        ).execute()

    return _act(request, token, VerdictForm, "cases/public/verdict.html", _("您的评价记下来了，谢谢。"), do)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, token: str) -> HttpResponse:
    """Add something, or correct what was said; the first words stay."""

    def do(opinion: Opinion, actor: Actor, data: dict[str, Any]) -> object:
        return actions.AddWords(
            actor=actor,
            case_id=opinion.case_id,
            opinion_id=opinion.pk,
            text=data["text"],
            kind=data["kind"] or "add",
            once=data["once"],
        ).execute()

    return _act(request, token, AddForm, "cases/public/add.html", _("补充的话记下来了。"), do)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Take the words back."""

    def do(opinion: Opinion, actor: Actor, data: dict[str, Any]) -> object:
        return actions.Withdraw(
            actor=actor, case_id=opinion.case_id, reason=data["reason"], once=data["once"]
        ).execute()

    return _act(request, token, ReasonForm, "cases/public/withdraw.html", _("已经撤回，不会再办。"), do)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, token: str) -> HttpResponse:
    """Come back with new facts."""

    def do(opinion: Opinion, actor: Actor, data: dict[str, Any]) -> object:
        return actions.Reopen(actor=actor, case_id=opinion.case_id, reason=data["reason"], once=data["once"]).execute()

    return _act(request, token, ReasonForm, "cases/public/reopen.html", _("已经重新打开，会再办。"), do)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, token: str) -> HttpResponse:
    """Leave or correct how to be reached."""

    def do(opinion: Opinion, actor: Actor, data: dict[str, Any]) -> object:
        return actions.GiveContact(
            actor=actor,
            case_id=opinion.case_id,
            opinion_id=opinion.pk,
            name=data["name"],
            contact=data["contact"],
            once=data["once"],
        ).execute()

    return _act(request, token, ContactForm, "cases/public/contact.html", _("联系方式记下来了。"), do)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_contact(request: HttpRequest, token: str) -> HttpResponse:
    """Erase how to be reached, at once."""

    def do(opinion: Opinion, actor: Actor, data: dict[str, Any]) -> object:
        return actions.DeleteContact(
            actor=actor, case_id=opinion.case_id, opinion_id=opinion.pk, once=data["once"]
        ).execute()

    return _act(request, token, ReasonForm, "cases/public/delete_contact.html", _("联系方式已经删除。"), do)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest, token: str) -> HttpResponse:
    """Change what may be shown."""

    def do(opinion: Opinion, actor: Actor, data: dict[str, Any]) -> object:
        open_to = consents(data["openness"])
        return actions.ChangeConsent(
            actor=actor,
            case_id=opinion.case_id,
            opinion_id=opinion.pk,
            once=data["once"],
            consent_text=open_to.text,
            consent_name=open_to.name,
            confidential=open_to.confidential,
        ).execute()

    return _act(request, token, ConsentForm, "cases/public/consent.html", _("已经按您的意思改好。"), do)

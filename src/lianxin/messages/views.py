"""The inbox page, at the desk and for deputies."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from lianxin.core.ids import typed_id
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.messages import selectors
from lianxin.messages.actions import MarkAllSeen, MarkSeen
from lianxin.people.access import actor_of, requires
from lianxin.people.policies import AS_DEPUTY, DESK


@requires(DESK)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest messages of the actor's inboxes."""
    return _page(request, "messages/inbox.html", "messages:seen", "messages:all_seen")


@requires(AS_DEPUTY)
@require_safe
def deputy_inbox(request: HttpRequest) -> HttpResponse:
    """What became of the matters a deputy brought."""
    return _page(request, "messages/deputy_inbox.html", "messages:deputy_seen", "messages:deputy_all_seen")


@requires(DESK)
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as seen and return to the inbox; 404 for a message of somebody else's inbox."""
    return _seen(request, pk, "messages:inbox")


@requires(AS_DEPUTY)
@require_POST
def deputy_seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a deputy."""
    return _seen(request, pk, "messages:deputy_inbox")


@requires(DESK)
@require_POST
def all_seen(request: HttpRequest) -> HttpResponse:
    """Mark what the page showed as seen."""
    return _all_seen(request, "messages:inbox")


@requires(AS_DEPUTY)
@require_POST
def deputy_all_seen(request: HttpRequest) -> HttpResponse:
    """The same for a deputy."""
    return _all_seen(request, "messages:deputy_inbox")


def _page(request: HttpRequest, template: str, seen_url: str, all_url: str) -> HttpResponse:
    older = "older" in request.GET
    found = selectors.groups(actor_of(request), older=older)
    fresh = [row["id"] for group in found for row in group["rows"] if row["is_new"]]
    context = {"matters": found, "seen_url": seen_url, "all_url": all_url, "fresh": fresh, "older": older}
    return render(request, template, context)


def _seen(request: HttpRequest, pk: int, back: str) -> HttpResponse:
    try:
        MarkSeen(actor=actor_of(request), notice_id=pk).execute()
    except NotAllowed:
        raise Http404 from None
    return redirect(back)


def _all_seen(request: HttpRequest, back: str) -> HttpResponse:
    """What came after the page was shown stays unseen: the form names the messages."""
    named = [pk for pk in map(typed_id, request.POST.getlist("id")) if pk is not None]
    try:
        count = MarkAllSeen(actor=actor_of(request), notice_ids=named).execute()
    except WrongState as nothing:
        messages.info(request, nothing.message)
    else:
        messages.success(request, _("%(n)s 条消息已阅。") % {"n": count})
    return redirect(back)

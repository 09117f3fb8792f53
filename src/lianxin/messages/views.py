"""The inbox page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from lianxin.journal.errors import NotAllowed
from lianxin.messages import selectors
from lianxin.messages.actions import MarkSeen
from lianxin.people.access import actor_of, requires
from lianxin.people.policies import DESK


@requires(DESK)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The newest messages of the actor's inboxes."""
    return render(request, "messages/inbox.html", {"rows": selectors.rows(actor_of(request))})


@requires(DESK)
@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark a message as seen and return to the inbox; 404 for a message of somebody else's inbox."""
    try:
        MarkSeen(actor=actor_of(request), notice_id=pk).execute()
    except NotAllowed:
        raise Http404 from None
    return redirect("messages:inbox")

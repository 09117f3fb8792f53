"""The feed itself, and the page on which one gets its address."""

import dataclasses

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from lianxin.core.clock import start_of_day, today
from lianxin.core.feeds import to_ics
from lianxin.core.hashing import text_digest
from lianxin.db.scope import current_town
from lianxin.journal.errors import WrongState
from lianxin.messages.calendar.actions import IssueFeed, RevokeFeed
from lianxin.messages.calendar.models import CalendarFeed
from lianxin.messages.calendar.sources import Day, days_of
from lianxin.messages.channels.texts import address
from lianxin.people.access import actor_of, loaded, public, requires
from lianxin.people.actors import actor_of_account
from lianxin.people.models import Account
from lianxin.people.policies import SIGNED_IN
from lianxin.people.views.own import own_account


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The due days of whoever holds the token: numbers, fixed words, days.  404 for a token that does not open."""
    found = CalendarFeed.objects.filter(token_digest=text_digest(token), revoked_at=None).select_related("account")
    row = found.first()
    if row is None or not row.account.is_active:
        raise Http404
    town = current_town()
    with override("zh-hans"):
        entries = [dataclasses.replace(day.entry, url=address(day.path, town)) for day in _days(row.account)]
        name = _("连心桥·%(town)s到期日") % {"town": town.name}
    answer = HttpResponse(to_ics(name, entries, start_of_day(today())), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="lianxin.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    patch_cache_control(answer, private=True, no_store=True)
    return answer


def _days(account: Account) -> list[Day]:
    return days_of(actor_of_account(account))


@requires(SIGNED_IN, own_account)
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Whether I have a feed, and how to get one."""
    account = loaded(request, Account)
    row = CalendarFeed.objects.filter(account_id=account.pk, revoked_at=None).order_by("-id").first()
    return render(request, "messages/calendar.html", {"feed": row})


@requires(SIGNED_IN, own_account)
@require_POST
def issue(request: HttpRequest) -> HttpResponse:
    """Make an address; this answer is the one page on which it can be read."""
    issued = IssueFeed(actor=actor_of(request), account=loaded(request, Account)).execute()
    url = request.build_absolute_uri(reverse("messages:feed", args=[issued.token]))
    return render(request, "messages/calendar.html", {"feed": issued.feed, "url": url})


@requires(SIGNED_IN, own_account)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """End my feed."""
    try:
        RevokeFeed(actor=actor_of(request), account=loaded(request, Account)).execute()
    except WrongState as nothing:
        messages.info(request, nothing.message)
    else:
        messages.success(request, _("日历订阅已经停用，原来的地址打不开了。"))
    return redirect("messages:calendar")

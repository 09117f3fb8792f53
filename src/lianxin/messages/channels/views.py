"""Pages: the system administrator's channels, and everybody's own choices."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.journal.errors import WrongState
from lianxin.messages.channels import selectors
from lianxin.messages.channels.actions import SaveChannel, SaveOwnChoice, SwitchChannel, TestChannel, TryAgain
from lianxin.messages.channels.forms import ChannelForm, OwnChoiceForm
from lianxin.messages.channels.limits import limits
from lianxin.messages.channels.models import Channel, Delivery, OwnChoice
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.models import Account
from lianxin.people.policies import SIGNED_IN, SYSTEM_ADMIN
from lianxin.people.views.own import own_account
from lianxin.ui.acting import act_on, posted

_NAV: Final = {"nav_face": "admin"}


def channel_here(_request: HttpRequest, pk: int) -> Channel | None:
    """A channel of this town, or nothing."""
    return Channel.objects.filter(pk=pk).first()


def delivery_here(_request: HttpRequest, pk: int) -> Delivery | None:
    """A delivery of this town, or nothing."""
    return Delivery.objects.filter(pk=pk).select_related("channel").first()


@requires(SYSTEM_ADMIN)
@require_safe
def channels(request: HttpRequest) -> HttpResponse:
    """Every channel, and what could not be delivered."""
    context = {
        **_NAV,
        "rows": selectors.channel_rows(),
        "failed": selectors.delivery_rows(failed=True),
        "limits": [(kind, limit) for kind, limit in limits().items() if limit.status == "待核"],
    }
    return render(request, "messages/channels.html", context)


@requires(SYSTEM_ADMIN)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The newest deliveries: what about, when, what became of them; neither words nor addresses."""
    return render(request, "messages/deliveries.html", {**_NAV, "rows": selectors.delivery_rows(failed=False)})


@requires(SYSTEM_ADMIN)
@sensitive_post_parameters("target", "secret")
@require_http_methods(["GET", "POST"])
def new_channel(request: HttpRequest) -> HttpResponse:
    """Set a channel up; it is off until somebody switches it on."""
    form = ChannelForm(posted(request))
    return _save(request, form, None, _("新增消息渠道"))


@requires(SYSTEM_ADMIN, channel_here)
@sensitive_post_parameters("target", "secret")
@require_http_methods(["GET", "POST"])
def channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a channel."""
    found = loaded(request, Channel)
    return _save(request, ChannelForm(posted(request), channel=found), found, found.name)


def _save(request: HttpRequest, form: ChannelForm, found: Channel | None, title: str) -> HttpResponse:
    def run(_data: Any) -> None:
        wanted = form.settings(found.kind if found else "")
        SaveChannel(actor=actor_of(request), channel=found, wanted=wanted).execute()

    done = _("渠道已经存好。") if found else _("渠道已经存好，现在是关着的。请打开，再试发一条。")
    back, context = reverse("messages:channels"), {**_NAV, "title": title}
    return act_on(request, form, run, template="messages/form.html", back=back, done=done, context=context)


@requires(SYSTEM_ADMIN, channel_here)
@require_POST
def test_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a test message into the queue."""
    action = TestChannel(actor=actor_of(request), channel=loaded(request, Channel))
    return _do(request, action, _("试发的消息一分钟内发出。"))


@requires(SYSTEM_ADMIN, channel_here)
@require_POST
def switch_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a channel on or off: ``on=1`` or nothing."""
    on = request.POST.get("on") == "1"
    done = _("渠道已经打开。") if on else _("渠道已经关闭，没有发出的不再发。")
    return _do(request, SwitchChannel(actor=actor_of(request), channel=loaded(request, Channel), on=on), done)


@requires(SYSTEM_ADMIN, delivery_here)
@require_POST
def try_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Try what failed once more."""
    return _do(request, TryAgain(actor=actor_of(request), delivery=loaded(request, Delivery)), _("一分钟内再发一次。"))


def _do(request: HttpRequest, action: SwitchChannel | TestChannel | TryAgain, done: str) -> HttpResponse:
    """Run a step and go back to the list, with what happened or why it did not."""
    try:
        action.execute()
    except WrongState as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, done)
    return redirect("messages:channels")


@requires(SIGNED_IN, own_account)
@sensitive_post_parameters("mail", "phone")
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    """What I want beside the inbox."""
    account = loaded(request, Account)
    stored = OwnChoice.objects.filter(account_id=account.pk).first()
    form = OwnChoiceForm(posted(request), initial=OwnChoiceForm.initial_of(stored))
    return act_on(
        request,
        form,
        lambda data: SaveOwnChoice(actor=actor_of(request), account=account, **data).execute(),
        template="messages/own.html",
        back=reverse("messages:own"),
        done=_("已经存好。"),
        context={},
    )

"""What the security administrator asks of sign-ins: a second step for whom, from when; and a lost one taken away."""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lianxin.faces.administration.pages import NAV, form_page, posted
from lianxin.faces.administration.security import account_here
from lianxin.faces.administration.security_forms import ReasonForm
from lianxin.people import roles, ways
from lianxin.people.access import actor_of, loaded, requires
from lianxin.people.actions.second_step import ResetSecondStep, SetSignInPolicy
from lianxin.people.models import Account, SecondStep
from lianxin.people.policies import SECURITY_ADMIN
from lianxin.people.selectors import accounts_with_role
from lianxin.ui import forms
from lianxin.ui.acting import act_on


class PolicyForm(forms.Form):
    """Of whom a second step is asked, from which day, and for how long a browser may be trusted."""

    for_administrators = django_forms.BooleanField(
        label=gettext_lazy("三类管理员必须用第二步验证"), required=False, widget=forms.YesNo()
    )
    for_desks = django_forms.BooleanField(
        label=gettext_lazy("工作台人员必须用第二步验证"),
        help_text=gettext_lazy("书记、居委会、镇人大办、党政办、承办单位、领导。"),
        required=False,
        widget=forms.YesNo(),
    )
    required_from = forms.DateField(
        label=gettext_lazy("从哪一天起"),
        required=False,
        help_text=gettext_lazy("在这之前登录时会提醒，可以先跳过；从这天起，没设好的人先被带去设置。"),
    )
    trust_days = django_forms.IntegerField(
        label=gettext_lazy("信任设备的天数"),
        help_text=gettext_lazy("在自己的设备上验证过一次以后，多少天内不再问；0 表示每次都问。"),
        min_value=0,
        max_value=365,
    )


@requires(SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
def sign_in_rules(request: HttpRequest) -> HttpResponse:
    """See and change what is asked, and who has not set up a second step yet."""
    asked = ways.policy()
    names = ("for_administrators", "for_desks", "required_from", "trust_days")
    form = PolicyForm(posted(request), initial={name: getattr(asked, name) for name in names})

    def run(data: Any) -> None:
        SetSignInPolicy(actor=actor_of(request), **data).execute()

    return act_on(
        request,
        form,
        run,
        template="administration/sign_in_rules.html",
        back=reverse("administration:sign_in_rules"),
        done=_("登录要求已经保存。"),
        context={**NAV, "title": _("登录要求"), "without": _without()},
    )


def _without() -> list[dict[str, Any]]:
    """Everybody at a desk or an administrator who has no second step: name and page."""
    accounts = accounts_with_role(*roles.ADMINISTRATORS, *roles.AT_THE_DESK)
    ready = SecondStep.objects.filter(must_renew=False).values("account_id")
    return [
        {"name": one.display_name, "href": reverse("administration:account", args=[one.pk])}
        for one in accounts.exclude(pk__in=ready)
    ]


@requires(SECURITY_ADMIN, account_here)
@require_http_methods(["GET", "POST"])
def reset_second_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a lost second step away, with a reason."""
    found = loaded(request, Account)
    return form_page(
        request,
        ReasonForm(posted(request)),
        lambda data: ResetSecondStep(actor=actor_of(request), account=found, **data).execute(),
        title=_("重设第二步验证"),
        sub=_(
            "旧的动态码、恢复码、信任的设备和关联的统一身份马上作废；下次登录只要密码，但要先重新设置。没有密码的，请另发设置链接。请先当面核实是本人。"
        ),
        back=reverse("administration:account", args=[found.pk]),
        done=_("已经重设，本人下次登录时要重新设置。"),
        danger=True,
    )

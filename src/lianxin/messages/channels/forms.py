"""Forms of channels and of one's own choices."""

import json
from collections.abc import Mapping
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.messages.channels import sorts
from lianxin.messages.channels.actions import Settings
from lianxin.messages.channels.models import Channel, ChannelKind, OwnChoice
from lianxin.messages.channels.sealing import mail_of, phone_of
from lianxin.people import roles
from lianxin.people.models import Account
from lianxin.places.selectors import active_units
from lianxin.ui import forms
from lianxin.ui.listing import listed

_HOURS: Final = [("", _("不设")), *((str(hour), f"{hour}:00") for hour in range(24))]


def _hour(value: str) -> int | None:
    return int(value) if value else None


class ChannelForm(forms.Form):
    """One channel: where to, what, for whom, when."""

    name = django_forms.CharField(label=_("名称"), max_length=40, help_text=_("例如“城运中心工作群”。"))
    kind = forms.OneChoice(label=_("种类"), choices=ChannelKind.choices)
    target = django_forms.CharField(
        label=_("地址"),
        required=False,
        max_length=500,
        widget=django_forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "机器人或网关的网址，对方给的；加密保存，存好后不再显示。邮件可以不填，就发给每个人登记的工作邮箱。"
        ),
    )
    secret = django_forms.CharField(
        label=_("签名密钥"),
        required=False,
        max_length=200,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("钉钉、飞书的“加签”密钥；网络回调和短信网关必填。加密保存，存好后不再显示。"),
    )
    template = django_forms.CharField(label=_("短信模板编号"), required=False, max_length=40)
    sorts = forms.ManyChoices(label=_("发哪些消息"), choices=list(sorts.LABELS.items()))
    roles = forms.ManyChoices(label=_("给哪些角色的消息"), required=False)
    units = forms.ManyChoices(label=_("给哪些单位的消息"), required=False)
    persons = django_forms.CharField(
        label=_("给哪些人的消息"),
        required=False,
        max_length=400,
        help_text=_("写用户名，用空格隔开。角色、单位、人都不选，就是所有工作台的消息。"),
    )
    working_days = django_forms.BooleanField(label=_("只在工作日发"), required=False)
    quiet_from = django_forms.ChoiceField(label=_("免打扰从"), choices=_HOURS, required=False)
    quiet_to = django_forms.ChoiceField(label=_("免打扰到"), choices=_HOURS, required=False)
    daily_at = django_forms.ChoiceField(
        label=_("每天汇总一次，在"),
        choices=_HOURS,
        required=False,
        help_text=_("不设就随到随发。紧急情况不受免打扰和汇总的限制。"),
    )

    def __init__(self, *args: Any, channel: Channel | None = None, **kwargs: Any) -> None:
        """Offer the desk's roles and this town's units; a stored channel keeps its kind and hides its secrets."""
        if channel is not None:
            kwargs["initial"] = _initial(channel)
        super().__init__(*args, **kwargs)
        self._offer("roles", [(f"role:{code}", roles.label(code)) for code in roles.AT_THE_DESK if _of_town(code)])
        self._offer("units", [(f"unit:{unit.pk}", unit.name) for unit in active_units()])
        if channel is not None:
            self.fields.pop("kind")
            self.fields["target"].help_text = _("现在是 %(hint)s。不改就空着。") % {"hint": channel.hint or _("（空）")}
            if channel.secret_encrypted:
                self.fields["secret"].help_text = _("已经有密钥。不改就空着。")

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if not isinstance(field, django_forms.MultipleChoiceField):
            raise TypeError(f"{name} offers no choices")
        field.choices = choices

    def clean_persons(self) -> list[str]:
        """The addresses of the accounts named."""
        named = str(self.cleaned_data.get("persons") or "").replace("，", " ").replace(",", " ").lower().split()
        found = dict(Account.objects.filter(username__in=named).values_list("username", "pk"))
        missing = [name for name in named if name not in found]
        if missing:
            raise django_forms.ValidationError(_("没有这个用户名：%(name)s。") % {"name": listed(missing)})
        return [f"account:{pk}" for pk in found.values()]

    def settings(self, kind: str) -> Settings:
        """What was typed, for the action."""
        data = self.cleaned_data
        return Settings(
            name=data["name"],
            kind=kind or data["kind"],
            sorts=data["sorts"],
            target=data["target"],
            secret=data["secret"],
            template=data["template"],
            audience=[*data["roles"], *data["units"], *data["persons"]],
            quiet_from=_hour(data["quiet_from"]),
            quiet_to=_hour(data["quiet_to"]),
            working_days=data["working_days"],
            daily_at=_hour(data["daily_at"]),
        )


def _of_town(role: str) -> bool:
    """Roles at a unit or with a unit are chosen by their unit; those at a place are told as a role."""
    return role not in roles.OF_A_UNIT


def _initial(channel: Channel) -> Mapping[str, Any]:
    audience = json.loads(channel.audience)
    persons = [int(one.partition(":")[2]) for one in audience if one.startswith("account:")]
    names = Account.objects.filter(pk__in=persons).values_list("username", flat=True) if persons else []
    return {
        "name": channel.name,
        "template": channel.template,
        "sorts": channel.sorts.split(),
        "roles": audience,
        "units": audience,
        "persons": " ".join(names),
        "working_days": channel.working_days,
        "quiet_from": _text(channel.quiet_from),
        "quiet_to": _text(channel.quiet_to),
        "daily_at": _text(channel.daily_at),
    }


def _text(hour: int | None) -> str:
    return "" if hour is None else str(hour)


class OwnChoiceForm(forms.Form):
    """My work addresses, and what may come by which way."""

    mail = django_forms.CharField(
        label=_("工作邮箱"), required=False, max_length=120,
        widget=django_forms.EmailInput(attrs={"autocomplete": "email"}),
    )  # fmt: skip
    mail_sorts = forms.ManyChoices(label=_("发邮件的消息"), required=False, choices=list(sorts.LABELS.items()))
    phone = django_forms.CharField(
        label=_("工作手机"), required=False, max_length=20,
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("只用来收工作短信，加密保存；清空就删除。"),
    )  # fmt: skip
    phone_sorts = forms.ManyChoices(label=_("发短信的消息"), required=False, choices=list(sorts.LABELS.items()))
    robot_sorts = forms.ManyChoices(
        label=_("由专为我设的机器人发的消息"), required=False, choices=list(sorts.LABELS.items()),
    )  # fmt: skip

    @staticmethod
    def initial_of(choice: OwnChoice | None) -> dict[str, Any]:
        """What is stored; who never chose gets the usual sorts offered."""
        if choice is None:
            return {"robot_sorts": list(sorts.ALL)}
        return {
            "mail": mail_of(choice),
            "phone": phone_of(choice),
            "mail_sorts": choice.mail_sorts.split(),
            "phone_sorts": choice.phone_sorts.split(),
            "robot_sorts": choice.robot_sorts.split(),
        }

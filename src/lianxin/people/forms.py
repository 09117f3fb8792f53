"""Forms for coming in.  (``ui`` lies above this room, so these are plain forms that its templates dress.)"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.journal.errors import Invalid


class EntryForm(forms.Form):
    """Base: takes the refusal of an action to its field."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """No colon after labels."""
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def take(self, problem: Invalid) -> None:
        """Place every sentence at the field it names, or above the form."""
        for item in problem.problems:
            self.add_error(item.field if item.field in self.fields else None, item.message)


def _secret(label: Any, autocomplete: str, missing: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": missing},
    )


class PasswordForm(EntryForm):
    """User name and password."""

    username = forms.CharField(
        label=_("用户名"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("请填写用户名。")},
    )
    password = _secret(_("密码"), "current-password", _("请填写密码。"))


class CodeForm(EntryForm):
    """The code of a printed slip."""

    code = forms.CharField(
        label=_("一次性登录码"),
        help_text=_("办公室打印给您的 12 位字母和数字，只能用一次。"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("请填写纸条上的登录码。")},
    )


class PinForm(EntryForm):
    """A deputy's short code, and whether this device may skip it next time."""

    pin = forms.CharField(
        label=_("短码"),
        help_text=_("和链接一起交给您的 6 位数字。"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("请填写短码。")},
    )
    trust = forms.BooleanField(
        label=_("这是我自己的手机或电脑，90 天内不再问短码"), required=False, widget=forms.CheckboxInput()
    )


class NewPasswordForm(EntryForm):
    """A new password, twice."""

    password = _secret(_("新密码"), "new-password", _("请填写新密码。"))
    again = _secret(_("再输一次新密码"), "new-password", _("请把新密码再输一次。"))

    def clean(self) -> dict[str, Any]:
        """Both must be equal."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("两次输入的密码不一样，请重新输入。"))
        return data


class ChangePasswordForm(NewPasswordForm):
    """The present password, and a new one twice."""

    current = _secret(_("现在的密码"), "current-password", _("请填写现在的密码。"))
    field_order = ("current", "password", "again")


class SecondStepForm(EntryForm):
    """The code of the second step, and whether this browser is asked again."""

    code = forms.CharField(
        label=_("验证码"),
        help_text=_("手机动态码应用里的 6 位数字。手机不在身边时，输一个恢复码。"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false"}),
        error_messages={"required": _("请填写验证码。")},
    )
    trust = forms.BooleanField(required=False, widget=forms.CheckboxInput())

    def __init__(self, trust_days: int, *args: Any, **kwargs: Any) -> None:
        """Offer to trust the browser only where the town allows it."""
        super().__init__(*args, **kwargs)
        self.fields["trust"].label = _("这是我自己的设备，%(days)d 天内不再问") % {"days": trust_days}
        if trust_days < 1:
            del self.fields["trust"]


class AppForm(EntryForm):
    """The first code of an app."""

    code = forms.CharField(
        label=_("手机上显示的 6 位数字"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("请填写手机上显示的 6 位数字。")},
    )


class AgainForm(EntryForm):
    """The password again, before something important changes."""

    password = _secret(_("密码"), "current-password", _("请填写密码。"))


class PasskeyForm(EntryForm):
    """What the browser answered; filled in by ``passkeys.js``."""

    answer = forms.CharField(max_length=20_000, widget=forms.HiddenInput(), error_messages={"required": ""})


class NewPasskeyForm(PasskeyForm):
    """A new key with a name to tell it by."""

    name = forms.CharField(
        label=_("名称"),
        help_text=_("例如“我的手机”“办公室电脑”，以后好认。"),
        max_length=40,
        error_messages={"required": _("请给它起个名字。")},
    )

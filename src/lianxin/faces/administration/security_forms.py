"""Forms of the security administrator."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.people import roles
from lianxin.people.models import Account, LinkPurpose
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import active_units, places_of_kind
from lianxin.ui import forms


class NewAccountForm(forms.Form):
    """A new account."""

    username = django_forms.CharField(
        label=_("用户名"), max_length=40, help_text=_("3 到 40 个小写字母、数字、点、横线。定下后不能改。")
    )
    display_name = django_forms.CharField(label=_("显示的姓名或称呼"), max_length=60)
    admin_role = django_forms.ChoiceField(
        label=_("是否管理员账号"),
        required=False,
        choices=[("", _("不是，普通账号")), *((role, roles.LABELS[role]) for role in roles.ADMINISTRATORS)],
        help_text=_("管理员账号只能担任一种管理员，不能再有别的角色，以后也不能改。"),
    )


class NameForm(forms.Form):
    """Another name."""

    display_name = django_forms.CharField(label=_("显示的姓名或称呼"), max_length=60)


class ReasonForm(forms.Form):
    """Why."""

    reason = django_forms.CharField(label=_("原因"), max_length=200)


class GrantForm(forms.Form):
    """A role for an account: where, for whom, from when to when, on what basis."""

    role = django_forms.ChoiceField(label=_("角色"))
    place = django_forms.ChoiceField(label=_("地点"), required=False, help_text=_("书记、居委会必须选；空着就是全镇。"))
    unit = django_forms.ChoiceField(label=_("单位"), required=False, help_text=_("经办人、负责人必须选。"))
    valid_from = forms.DateField(label=_("开始日期"))
    valid_to = forms.DateField(label=_("截止日期"), required=False, help_text=_("管理员必须填写，最长一年。"))
    reason = django_forms.CharField(label=_("依据"), max_length=200, help_text=_("例如任命文件、会议。"))

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        """Offer only roles the account can hold, and only this town's places and units."""
        super().__init__(*args, **kwargs)
        names = [account.admin_role] if account.admin_role else [r for r in roles.ALL if r not in roles.ADMINISTRATORS]
        kinds = (PlaceKind.AREA, PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK, PlaceKind.TOWER)
        self.places = {str(place.pk): place for place in places_of_kind(*kinds)}
        self.units = {str(unit.pk): unit for unit in active_units()}
        _choose(self, "role", [(name, roles.label(name)) for name in names])
        _choose(self, "place", [("", _("全镇")), *((pk, place.name) for pk, place in self.places.items())])
        _choose(self, "unit", [("", _("不限")), *((pk, unit.name) for pk, unit in self.units.items())])


class LinkForm(forms.Form):
    """A link for an account."""

    purpose = forms.OneChoice(
        label=_("发哪一种"),
        choices=[(value, label) for value, label in LinkPurpose.choices if value != LinkPurpose.VISIT],
        widget=forms.RadioCards(
            hints={
                LinkPurpose.SIGN_IN: _("10 分钟内用一次，适合忘记密码或临时登录。"),
                LinkPurpose.DEPUTY: _("长期有效，配 6 位短码，可随时停用。只发给代表本人。"),
                LinkPurpose.SET_UP: _("7 天内用一次，用来设置密码。"),
                LinkPurpose.SECOND_STEP: _("1 小时内用一次，手机丢了时代替第二步验证；密码照样要输，用后要重新设置。"),
            }
        ),
    )


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if not isinstance(field, django_forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = choices

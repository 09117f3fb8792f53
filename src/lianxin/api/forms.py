"""Forms of the pages on which keys are issued."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.api import scopes
from lianxin.api.actions import LONGEST_DAYS
from lianxin.people import roles
from lianxin.places.models import PlaceKind
from lianxin.places.selectors import active_units, places_of_kind
from lianxin.ui import forms


class KeyForm(forms.Form):
    """A key: for which system, as what, for what, how long."""

    label = django_forms.CharField(
        label=_("系统名称"), max_length=80, help_text=_("例如“区热线平台”。记录里写的就是这个名称。")
    )
    owner = django_forms.CharField(label=_("负责人或单位"), max_length=120, help_text=_("密钥泄露时找谁。"))
    role = django_forms.ChoiceField(label=_("角色"), help_text=_("密钥能看、能做的，和这个角色的人一样。"))
    place = django_forms.ChoiceField(label=_("地点"), required=False, help_text=_("书记、居委会、记录员必须选。"))
    unit = django_forms.ChoiceField(label=_("单位"), required=False, help_text=_("经办人、负责人必须选。"))
    scopes = forms.ManyChoices(
        label=_("用途"), choices=list(scopes.LABELS.items()), error_messages={"required": _("请至少选一项用途。")}
    )
    days = django_forms.IntegerField(
        label=_("有效天数"), min_value=1, max_value=LONGEST_DAYS, initial=90, help_text=_("最长 366 天，到期再发。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer only a machine's roles, and only this town's places and units."""
        super().__init__(*args, **kwargs)
        kinds = (PlaceKind.AREA, PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK, PlaceKind.TOWER)
        self.places = {str(place.pk): place for place in places_of_kind(*kinds)}
        self.units = {str(unit.pk): unit for unit in active_units()}
        self._offer("role", [(name, roles.label(name)) for name in scopes.ROLES])
        self._offer("place", [("", _("全镇")), *((pk, place.name) for pk, place in self.places.items())])
        self._offer("unit", [("", _("不限")), *((pk, unit.name) for pk, unit in self.units.items())])

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if not isinstance(field, django_forms.ChoiceField):
            raise TypeError(f"{name} offers no choices")
        field.choices = choices


class RevokeForm(forms.Form):
    """Why."""

    reason = django_forms.CharField(label=_("原因"), max_length=200)

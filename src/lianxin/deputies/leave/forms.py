"""Forms of leaves."""

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.ui import forms


class LeaveForm(forms.Form):
    """A leave as the chair granted it."""

    starts_on = forms.DateField(label=_("从哪一天"))
    ends_on = forms.DateField(label=_("到哪一天"))
    reason = django_forms.CharField(
        label=_("原因"), max_length=200, help_text=_("只有人大办、主席和本人看得到，不用写病情。")
    )
    granted_by = django_forms.CharField(label=_("谁同意的"), max_length=60, help_text=_("写职务，例如：人大主席"))
    granted_on = forms.DateField(label=_("哪一天同意的"))


class BackForm(forms.Form):
    """Why a leave is taken back."""

    because = django_forms.CharField(label=_("为什么销假"), max_length=200)

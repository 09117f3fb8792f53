"""Forms of the resident's face.  Three short screens; what was typed on one travels to the next in the page itself."""

from typing import Any, Final, NamedTuple

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.models.verdict import Attitude, Result
from lianxin.ui import forms

MOST_WORDS: Final = 20_000

#: Who may see the words, as one plain choice; :func:`consents` says what each means.
OPENNESS: Final = (
    ("office", _("只给办理的人看")),
    ("text", _("可以公开内容，不公开我是谁")),
    ("name", _("可以公开内容和称呼")),
    ("secret", _("请为我保密")),
)


class WordsForm(forms.Form):
    """Screen 1: what it is, in the resident's own words."""

    words = forms.WordsField(
        label=_("您想说什么"),
        help_text=_("想到什么写什么，用自己的话就好。我们会一字不改地记下来。"),
        max_length=MOST_WORDS,
        rows=7,
        error_messages={"required": _("请先写下您想说的事，一句话也可以。")},
    )


class WhereForm(forms.Form):
    """Screen 2: where it is, from a list; a place that is not there, or nowhere, is fine too."""

    place = django_forms.ChoiceField(label=_("在哪个居民区或小区"), required=False)
    place_note = django_forms.CharField(
        label=_("具体位置"),
        help_text=_("例如：12 号楼门口、南门菜场旁。请不要写门牌室号。"),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, choices: list[Any], **kwargs: Any) -> None:
        """Take the town's places as *choices*."""
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, django_forms.ChoiceField)
        field.choices = choices
        field.error_messages["invalid_choice"] = _("请从列表里选一个地方；列表里没有的，写在“具体位置”里。")


class HowForm(forms.Form):
    """Screen 3: how to answer; everything here may stay empty."""

    contact_name = django_forms.CharField(
        label=_("怎么称呼您"), help_text=_("例如：张阿姨。可以不填。"), max_length=40, required=False
    )
    contact = django_forms.CharField(
        label=_("联系电话"),
        help_text=_("只用来告诉您结果，加密保存；每次查看都有记录。可以不填。"),
        max_length=60,
        required=False,
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    on_behalf_of = django_forms.CharField(
        label=_("如果是替别人说的，是替谁"), help_text=_("例如：替楼下独居的老伯。"), max_length=60, required=False
    )
    openness = forms.OneChoice(
        label=_("内容可以公开吗"),
        choices=OPENNESS,
        initial="office",
        required=False,
    )
    photos = forms.PhotosField(label=_("照片"), required=False)
    once = forms.OnceField()


class FollowForm(forms.Form):
    """The query code on the slip."""

    code = forms.CodeField(
        label=_("查询码"),
        help_text=_("回执上的 12 位字母和数字，大小写都可以，横杠可以不打。"),
        error_messages={"required": _("请输入回执上的查询码。")},
    )


class VerdictForm(forms.Form):
    """Is it really solved?"""

    result = forms.OneChoice(
        label=_("这件事真的解决了吗"),
        choices=Result.choices,
        error_messages={"required": _("请选一个：解决了、部分解决，还是没有解决。")},
    )
    attitude = forms.OneChoice(label=_("对办理的态度满意吗"), choices=Attitude.choices, required=False)
    reason = forms.WordsField(
        label=_("为什么这样说"),
        help_text=_("没有解决的，请说说还差什么，承办的人会照着再办。"),
        max_length=500,
        rows=4,
        required=False,
    )
    again = django_forms.BooleanField(label=_("部分解决，请再办一次"), required=False, widget=forms.YesNo())
    once = forms.OnceField()


class AddForm(forms.Form):
    """Something more, or a correction."""

    kind = forms.OneChoice(
        label=_("是补充还是更正"),
        choices=[("add", _("补充新的情况")), ("correct", _("更正前面说的"))],
        initial="add",
        required=False,
    )
    text = forms.WordsField(
        label=_("补充的话"),
        help_text=_("原来的话会保留，补充的话放在后面。"),
        max_length=MOST_WORDS,
        rows=5,
        error_messages={"required": _("请写下要补充或更正的内容。")},
    )
    once = forms.OnceField()


class ReasonForm(forms.Form):
    """A reason, for withdrawing and for coming back with new facts."""

    reason = forms.WordsField(label=_("原因"), max_length=500, rows=3, required=False)
    once = forms.OnceField()


class ContactForm(forms.Form):
    """Leave or correct how to be reached."""

    name = django_forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    contact = django_forms.CharField(
        label=_("联系电话"),
        max_length=60,
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        error_messages={"required": _("请写下可以打通的电话。")},
    )
    once = forms.OnceField()


class ConsentForm(forms.Form):
    """What may be shown, and whether the speaker wants to stay unknown."""

    openness = forms.OneChoice(
        label=_("内容可以公开吗"),
        choices=OPENNESS,
        error_messages={"required": _("请选一项。")},
    )
    once = forms.OnceField()


class Consents(NamedTuple):
    """The three consents behind one plain choice."""

    text: bool
    name: bool
    confidential: bool


def consents(openness: str) -> Consents:
    """What a choice means; nothing chosen means the most careful ordinary one."""
    return Consents(openness in {"text", "name"}, openness == "name", openness == "secret")

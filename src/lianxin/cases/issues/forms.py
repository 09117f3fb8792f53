"""Forms of issues, me too and divided matters."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases.desk import choices
from lianxin.ui import forms


class MergeForm(forms.Form):
    """Which matter leads, what the issue is called, why."""

    ids = django_forms.CharField(widget=django_forms.HiddenInput, max_length=4200)
    lead = forms.OneChoice(
        label=_("由哪一件牵头"),
        help_text=_("牵头的一件照常办；其余的跟着它，各自的编号、查询码和评价都不变。"),
        widget=forms.RadioCards(layout=""),
    )
    title = django_forms.CharField(
        label=_("议题名称"), max_length=60, required=False, help_text=_("中性的名称，例如“2 号楼电梯停运”；不写人名。")
    )
    reason = forms.WordsField(label=_("为什么是同一件事"), max_length=300, rows=2, required=False)
    across_reason = forms.WordsField(
        label=_("跨居民区的理由"), max_length=300, rows=2, required=False,
        help_text=_("不在同一个居民区的，写明为什么仍是同一件事；同一个居民区的空着。"),
    )  # fmt: skip
    once = forms.OnceField()

    def offer(self, rows: list[dict[str, Any]]) -> None:
        """The matters chosen, as possible leads."""
        field = self.fields["lead"]
        assert isinstance(field, django_forms.ChoiceField)
        field.choices = [(str(row["id"]), f"{row['number']} {row['title']}") for row in rows]


class LeaveForm(forms.Form):
    """Who leaves, and why."""

    reason = forms.WordsField(label=_("撤出的理由"), max_length=300, rows=2)
    once = forms.OnceField()


class RepeatForm(forms.Form):
    """Whose earlier voice this is."""

    member = django_forms.IntegerField(widget=django_forms.HiddenInput)
    earlier = django_forms.IntegerField(required=False, widget=django_forms.HiddenInput)


class SplitForm(forms.Form):
    """Each point: stays, or goes into the second, third … matter."""

    once = forms.OnceField()
    expected_version = django_forms.IntegerField(required=False, widget=django_forms.HiddenInput)

    def __init__(self, *args: Any, points: list[tuple[int, str]], **kwargs: Any) -> None:
        """One choice a point; a title and a category for each new matter."""
        super().__init__(*args, **kwargs)
        self.points = points
        most = min(max(len(points) - 1, 1), 4)
        places = [("0", gettext("留在原来的一件"))] + [
            (str(n), gettext("分到新的第 %(n)d 件") % {"n": n}) for n in range(1, most + 1)
        ]
        for pk, text in points:
            self.fields[f"point_{pk}"] = forms.OneChoice(
                label=text, choices=places, initial="0", widget=forms.RadioCards(layout="inline")
            )
        for n in range(1, most + 1):
            self.fields[f"title_{n}"] = django_forms.CharField(
                label=gettext("新的第 %(n)d 件叫什么") % {"n": n}, max_length=60, required=False
            )
            self.fields[f"category_{n}"] = django_forms.ChoiceField(
                label=gettext("新的第 %(n)d 件的分类") % {"n": n}, choices=choices.categories, required=False
            )
        self.most = most

    def parts(self) -> list[tuple[tuple[int, ...], str, str]]:
        """(points, title, category) of each new matter that has a point."""
        data = self.cleaned_data
        found = []
        for n in range(1, self.most + 1):
            points = tuple(pk for pk, _text in self.points if data.get(f"point_{pk}") == str(n))
            if points:
                found.append((points, data.get(f"title_{n}", ""), data.get(f"category_{n}", "")))
        return found


class OpenMeTooForm(forms.Form):
    """The neutral name, and until when."""

    title = django_forms.CharField(
        label=_("给居民看的名称"), max_length=60, help_text=_("用办公室自己的话写一个中性的名称，不引居民的原话。")
    )
    closes_on = forms.DateField(label=_("收到哪一天为止"))
    once = forms.OnceField()


class MeTooForm(forms.Form):
    """A neighbour's own words, or none."""

    words = forms.WordsField(
        label=_("您那里是怎样的"), max_length=2000, rows=4, required=False,
        help_text=_("可以不写。写了的，一字不改地记下来。"),
    )  # fmt: skip
    code = forms.CodeField(required=False)
    contact_name = django_forms.CharField(label=_("怎么称呼您"), max_length=40, required=False)
    contact = django_forms.CharField(
        label=_("联系电话"), max_length=60, required=False,
        help_text=_("只用来告诉您结果，加密保存。不想留就空着，凭查询码也能查。"),
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    once = forms.OnceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The code is asked for one purpose only, and says which."""
        super().__init__(*args, **kwargs)
        self.fields["code"].label = gettext("以前已经说过这件事的，请填查询码")
        self.fields["code"].help_text = gettext("填了就记为您再次反映，不会多算一个人。")

"""What the pages of blank forms ask for."""

import datetime as dt
import re
from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core.clock import day_bounds, now, today
from lianxin.reports import sources
from lianxin.reports.figures.cuts import Names
from lianxin.reports.models import Cycle
from lianxin.ui import forms


class FileForm(forms.Form):
    """A new blank file."""

    file = django_forms.FileField(
        label=gettext_lazy("空白表"),
        help_text=gettext_lazy("上级发来的原件，Excel（.xlsx）或 Word（.docx），不超过 20 MB。"),
    )


class NewForm(FileForm):
    """A blank form that is not here yet."""

    name = django_forms.CharField(label=gettext_lazy("表名"), max_length=120)
    issuer = django_forms.CharField(label=gettext_lazy("谁要的表"), max_length=120, required=False)
    cycle = forms.OneChoice(label=gettext_lazy("多久报一次"), choices=Cycle.choices, initial=Cycle.MONTH)
    note = django_forms.CharField(label=gettext_lazy("备注"), max_length=300, required=False)
    field_order = ("file", "name", "issuer", "cycle", "note")


class CellForm(forms.Form):
    """What one cell is filled with."""

    source = django_forms.ChoiceField(label=gettext_lazy("这一格填什么"))
    text = django_forms.CharField(label=gettext_lazy("固定的文字"), max_length=60, required=False)
    label = django_forms.CharField(
        label=gettext_lazy("要人填的是什么"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("选了“人工填写”才要写，例如“联系人”。下次会记得上次填的。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every source, grouped."""
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for code, source in sources.values().items():
            groups.setdefault(str(source.group), []).append((code, str(source.label)))
        own = [(sources.TYPED, _("人工填写")), (sources.TEXT, _("固定的文字"))]
        field = self.fields["source"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", _("请选择")), *own, *groups.items()]

    def code(self) -> str:
        """The source as the binding keeps it."""
        chosen: str = self.cleaned_data["source"]
        return f"{sources.TEXT}{self.cleaned_data['text']}" if chosen == sources.TEXT else chosen


#: By what a table in a form can be narrowed.
NARROWING = ("unit", "place", "track")


class RowsForm(forms.Form):
    """Which table fills rows, and how."""

    way = forms.OneChoice(
        label=gettext_lazy("怎样填"),
        choices=[
            ("list", gettext_lazy("一行一件，往下填；行不够自动加")),
            ("match", gettext_lazy("表里已经写好行名，按行名对号入座")),
        ],
        initial="list",
    )
    source = django_forms.ChoiceField(label=gettext_lazy("填哪一种清单"))
    last_row = django_forms.IntegerField(label=gettext_lazy("空行到第几行为止"), min_value=1, max_value=5000)
    height = django_forms.IntegerField(label=gettext_lazy("一件占几行"), min_value=1, max_value=20, initial=1)
    label_column = django_forms.CharField(
        label=gettext_lazy("行名在哪一列"),
        max_length=4,
        required=False,
        help_text=gettext_lazy("“对号入座”才要写：Excel 写列的字母，Word 写第几格。"),
    )
    unit = django_forms.ChoiceField(label=gettext_lazy("只填哪个单位的"), required=False)
    place = django_forms.ChoiceField(label=gettext_lazy("只填哪个居民区的"), required=False)
    track = django_forms.ChoiceField(label=gettext_lazy("只填哪一条办理轨道的"), required=False)
    columns = forms.WordsField(
        label=gettext_lazy("哪一列填什么"),
        rows=6,
        help_text=gettext_lazy("一行一列，例如：B=内容。一件占几行的，写明第几行：B2=措施。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every table."""
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", _("请选择")), *((code, str(one.label)) for code, one in sources.tables().items())]
        for name in NARROWING:
            chosen = self.fields[name]
            if isinstance(chosen, django_forms.ChoiceField):
                chosen.choices = [("", _("全部")), *((key, str(words)) for key, words in Names(name).pairs)]

    def narrowed(self) -> dict[str, str]:
        """What the table is narrowed to."""
        return {name: self.cleaned_data[name] for name in NARROWING if self.cleaned_data[name]}

    def columns_read(self, kind: str) -> list[tuple[int, str, str]]:
        """The lines as ``(row within the set, column, key)``; a line that cannot be read is an error at the field."""
        table = sources.tables()[self.cleaned_data["source"]]
        keys = {"序号": "#", "#": "#"}
        keys |= {str(words): key for key, words in table.columns} | {key: key for key, _words in table.columns}
        found = []
        for line in self.cleaned_data["columns"].splitlines():
            place, mark, name = line.replace("＝", "=").partition("=")
            read = _COLUMN[kind].fullmatch(place.strip().upper())
            if not line.strip():
                continue
            if not mark or read is None or name.strip() not in keys:
                self.add_error(
                    "columns", _("“%(line)s”看不懂，请写成“B=内容”的样子，内容从右边的清单里选。") % {"line": line}
                )
                continue
            found.append((int(read[2] or 1) - 1, read[1], keys[name.strip()]))
        return found


_COLUMN = {"xlsx": re.compile(r"([A-Z]{1,3})(\d{1,2})?"), "docx": re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")}


class CheckForm(forms.Form):
    """Of what a total is the sum."""

    parts = django_forms.CharField(
        label=gettext_lazy("这一格应当等于哪些格相加"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("例如 C5:C9 C11，Word 表写 r2c3:r6c3；空着就是不核对。填表时对不上会提醒。"),
    )


class FillingForm(forms.Form):
    """Period, cut-off and what a person types."""

    first = forms.DateField(label=gettext_lazy("报告期从"))
    last = forms.DateField(label=gettext_lazy("到"))
    as_of = forms.DateField(
        label=gettext_lazy("截止到哪天"),
        required=False,
        help_text=gettext_lazy("这一天过完以后的事不算。空着就是到现在。"),
    )
    once = forms.OnceField()

    def __init__(self, labels: list[str], *args: Any, **kwargs: Any) -> None:
        """One more field for every place a person fills."""
        super().__init__(*args, **kwargs)
        self.labels = {f"typed-{at}": label for at, label in enumerate(labels)}
        for name, label in self.labels.items():
            self.fields[name] = django_forms.CharField(label=label, max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """A period runs forward."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("结束日期不能早于开始日期。"))
        if data.get("as_of") and data["as_of"] > today():
            self.add_error("as_of", _("截止日还没有到。"))
        return data

    def cut_off(self) -> dt.datetime:
        """The moment up to which records count: the end of the chosen day, now where that is not over."""
        day = self.cleaned_data["as_of"]
        return now() if day is None else min(day_bounds(day)[1] - dt.timedelta(seconds=1), now())

    def typed(self) -> dict[str, str]:
        """What was typed, by label."""
        return {label: self.cleaned_data[name] for name, label in self.labels.items()}

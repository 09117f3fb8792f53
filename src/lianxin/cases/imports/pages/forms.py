"""Forms of the import: the file, the sheet, and one choice for each column of the file."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases.imports import columns, texts
from lianxin.core.documents.tables import Table, column_letter
from lianxin.ui import forms
from lianxin.ui.forms.widgets import PhotosInput

_MEGABYTE: Final = 1024 * 1024
#: Values shown beside a column, and how much of each.
SAMPLES: Final = 3


class UploadForm(forms.Form):
    """One file; what it holds is looked at before anything becomes an opinion."""

    file = forms.PhotosField(
        label=_("选择表格文件"),
        help_text=_(".xlsx、.csv 或 .csv.gz，不超过 20 MB，表头随意。上传后先看预览，确认了才导入。"),
        most=1,
        size=20 * _MEGABYTE,
        widget=PhotosInput(
            {"accept": ".xlsx,.csv,.gz"}, most=1, note=_("只选一个文件。手机照片、扫描件里的表格读不了。")
        ),
    )


class SheetForm(forms.Form):
    """Which sheet of a workbook."""

    sheet = django_forms.ChoiceField(label=_("读哪一张工作表"))

    def __init__(self, *args: Any, sheets: Sequence[str], **kwargs: Any) -> None:
        """Offer the visible sheets."""
        super().__init__(*args, **kwargs)
        field = self.fields["sheet"]
        assert isinstance(field, django_forms.ChoiceField)
        field.choices = [(name, name) for name in sheets]


def column_name(index: int) -> str:
    """The name of a column's choice in the form."""
    return f"column-{index}"


class MappingForm(forms.Form):
    """What each column of the file is; one choice a column, each thing at most once, the words always."""

    def __init__(self, *args: Any, table: Table, mapping: Mapping[str, int], **kwargs: Any) -> None:
        """Make a choice for each column, set to what the mapping says."""
        super().__init__(*args, **kwargs)
        self.table = table
        chosen = {index: field for field, index in mapping.items()}
        choices = [("", str(_("不导入"))), *((code, str(label)) for code, label in texts.FIELD_LABELS.items())]
        for index, header in enumerate(table.headers):
            self.fields[column_name(index)] = django_forms.ChoiceField(
                label=header, choices=choices, required=False, initial=chosen.get(index, "")
            )

    def clean(self) -> dict[str, Any]:
        """Each thing from one column; a column of words."""
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for index, header in enumerate(self.table.headers):
            field = data.get(column_name(index))
            if field and field in taken:
                self.add_error(column_name(index), texts.named_twice(taken[field]))
            elif field:
                taken[field] = header
        if columns.WORDS not in taken:
            self.add_error(None, texts.no_words())
        return data

    @property
    def mapping(self) -> dict[str, int]:
        """Field → column index, as typed."""
        found = {self.cleaned_data.get(column_name(index), ""): index for index in range(len(self.table.headers))}
        return {field: index for field, index in found.items() if field}

    def rows(self) -> list[dict[str, Any]]:
        """One line a column for the page: letter, header, sample values, the choice."""
        return [
            {
                "letter": column_letter(self.table.columns[index]),
                "header": header,
                "samples": self._samples(index),
                "field": self[column_name(index)],
            }
            for index, header in enumerate(self.table.headers)
        ]

    def _samples(self, index: int) -> list[str]:
        found: dict[str, None] = {}
        for row in self.table.rows[:200]:
            value = " ".join(row.values[index].split())
            if value:
                found[value if len(value) <= 40 else f"{value[:40]}…"] = None
            if len(found) == SAMPLES:
                break
        return list(found)

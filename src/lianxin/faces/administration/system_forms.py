"""Forms of the system administrator."""

from typing import Any

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.places.actions import PlaceFacts
from lianxin.places.kinds import unit_kinds
from lianxin.places.models import Category, DutyRule, LeadKind, Place, PlaceKind, Status, Unit
from lianxin.places.selectors import active_units, categories, items, places_of_kind
from lianxin.ui import forms


def _choose(form: forms.Form, name: str, choices: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if not isinstance(field, django_forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = choices


def _jurisdictions(form: forms.Form) -> None:
    """Offer the town's jurisdictions by name, and what is stored already even where the list no longer has it."""
    found = list(items("jurisdiction").values_list("code", "label"))
    stored = str(form.initial.get("jurisdiction", "") or "")
    extra = [(stored, stored)] if stored and stored not in dict(found) else []
    _choose(form, "jurisdiction", [("", _("不限")), *found, *extra])


class PlaceForm(forms.Form):
    """What is said of a place."""

    parent = django_forms.ChoiceField(label=_("上级"), required=False)
    name = django_forms.CharField(label=_("名称"), max_length=80)
    short_name = django_forms.CharField(label=_("简称"), max_length=40, required=False)
    aliases = forms.WordsField(label=_("别名"), help_text=_("居民平时怎么叫，一行一个。"), required=False, rows=3)
    roads = forms.WordsField(label=_("道路"), help_text=_("一行一条。"), required=False, rows=2)
    jurisdiction = django_forms.ChoiceField(label=_("管辖"), required=False)
    population = django_forms.IntegerField(label=_("人口"), min_value=0, max_value=10_000_000, required=False)
    households = django_forms.IntegerField(label=_("户数"), min_value=0, max_value=10_000_000, required=False)
    is_active = django_forms.BooleanField(label=_("启用"), required=False, initial=True, widget=forms.YesNo())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every place something can lie below."""
        super().__init__(*args, **kwargs)
        kinds = (PlaceKind.TOWN, PlaceKind.AREA, PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK, PlaceKind.COMPOUND)
        self.parents = {str(place.pk): place for place in places_of_kind(*kinds)}
        options = [(pk, f"{one.get_kind_display()}　{one.name}") for pk, one in self.parents.items()]
        _choose(self, "parent", [("", _("不改")), *options])
        _jurisdictions(self)

    def facts(self) -> PlaceFacts:
        """What was typed, for the action."""
        names = ("name", "short_name", "aliases", "roads", "jurisdiction", "population", "households")
        return PlaceFacts(**{name: self.cleaned_data[name] for name in names})


class NewPlaceForm(PlaceForm):
    """A new place."""

    kind = django_forms.ChoiceField(
        label=_("种类"), choices=[one for one in PlaceKind.choices if one[0] != PlaceKind.TOWN]
    )
    code = django_forms.CharField(label=_("代码"), max_length=32)
    field_order = ("kind", "code", "parent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A parent is needed; a new place is in use."""
        super().__init__(*args, **kwargs)
        del self.fields["is_active"]
        self.fields["parent"].required = True
        _choose(self, "parent", [(pk, f"{one.get_kind_display()}　{one.name}") for pk, one in self.parents.items()])


class UnitForm(forms.Form):
    """What is said of a unit."""

    code = django_forms.CharField(label=_("代码"), max_length=32, required=False)
    name = django_forms.CharField(label=_("名称"), max_length=80)
    short_name = django_forms.CharField(label=_("简称"), max_length=40, required=False)
    kind = django_forms.ChoiceField(label=_("种类"), help_text=_("种类决定用“交办”“商请”还是“告知”。"))
    jurisdiction = django_forms.ChoiceField(label=_("管辖"), required=False)
    place = django_forms.ChoiceField(label=_("所在居民区"), required=False, help_text=_("居委会必须选。"))
    is_government_desk = django_forms.BooleanField(label=_("这是政府的交办台"), required=False, widget=forms.YesNo())
    is_active = django_forms.BooleanField(label=_("启用"), required=False, initial=True, widget=forms.YesNo())

    def __init__(self, unit: Unit | None, *args: Any, **kwargs: Any) -> None:
        """Show an existing unit as it is; its code stays."""
        if unit is not None:
            names = ("name", "short_name", "kind", "jurisdiction", "is_government_desk", "is_active")
            kwargs["initial"] = {**{name: getattr(unit, name) for name in names}, "place": str(unit.place_id or "")}
        super().__init__(*args, **kwargs)
        if unit is not None:
            del self.fields["code"]
        self.places = {str(place.pk): place for place in places_of_kind(PlaceKind.NEIGHBOURHOOD)}
        _choose(self, "kind", [(kind.code, f"{kind.label}（{kind.verb_label}）") for kind in unit_kinds().values()])
        _jurisdictions(self)
        _choose(self, "place", [("", _("不在居民区")), *((pk, place.name) for pk, place in self.places.items())])


class ItemForm(forms.Form):
    """A new wording of a list entry."""

    label = django_forms.CharField(label=_("名称"), max_length=80)
    label_en = django_forms.CharField(label=_("英文名称"), max_length=120, required=False)
    source = django_forms.CharField(label=_("来源"), max_length=300, required=False)
    standing = django_forms.ChoiceField(label=_("核对"), choices=Status.choices)
    is_current = django_forms.BooleanField(label=_("启用"), required=False, widget=forms.YesNo())


class CategoryForm(forms.Form):
    """A category of the first or second level; code and parent are chosen once."""

    parent = django_forms.ChoiceField(label=_("上级"), required=False)
    code = django_forms.CharField(
        label=_("代码"), max_length=48, help_text=_("定了不能改。二级分类用“上级代码.自己的代码”。")
    )
    name = django_forms.CharField(label=_("名称"), max_length=60)
    name_en = django_forms.CharField(label=_("英文名称"), max_length=80, required=False)
    congress_class = django_forms.ChoiceField(label=_("人大汇总类别"), required=False)
    source = django_forms.CharField(label=_("来源"), max_length=300, required=False)
    standing = django_forms.ChoiceField(label=_("核对"), choices=Status.choices, initial=Status.TO_CONFIRM)
    is_active = django_forms.BooleanField(
        label=_("启用"),
        help_text=_("停用后新登记的不能再选，旧的事项照旧显示。"),
        required=False,
        initial=True,
        widget=forms.YesNo(),
    )

    def __init__(self, category: Category | None, *args: Any, **kwargs: Any) -> None:
        """Show an existing category as it is."""
        if category is not None:
            names = ("name", "name_en", "congress_class", "source", "is_active")
            kwargs["initial"] = {**{name: getattr(category, name) for name in names}, "standing": category.status}
        super().__init__(*args, **kwargs)
        classes = list(items("reporting_class").values_list("code", "label"))
        _choose(self, "congress_class", [("", _("不归类")), *classes])
        self.parents: dict[str, Category] = {}
        if category is not None:
            del self.fields["parent"], self.fields["code"]
            return
        del self.fields["is_active"]
        self.parents = {str(top.pk): top for top, _below in categories()}
        _choose(self, "parent", [("", _("（一级）")), *((pk, one.name) for pk, one in self.parents.items())])

    def facts(self) -> dict[str, Any]:
        """What was typed, for the action."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("name", "name_en", "congress_class", "source")}
        facts |= {"status": Status(data["standing"]), "is_active": data.get("is_active", True)}
        return {**facts, "code": data.get("code", ""), "parent": self.parents.get(data.get("parent", ""))}


class DutyForm(forms.Form):
    """A line of the 权责表."""

    category = django_forms.ChoiceField(label=_("分类"))
    jurisdiction = django_forms.ChoiceField(label=_("管辖"), required=False)
    place = django_forms.ChoiceField(label=_("地点"), required=False)
    lead = django_forms.ChoiceField(label=_("牵头"))
    co_units = django_forms.MultipleChoiceField(
        label=_("协办"), required=False, widget=django_forms.SelectMultiple(attrs={"size": 8})
    )
    note = django_forms.CharField(label=_("说明"), max_length=300, required=False)
    source = django_forms.CharField(label=_("来源"), max_length=300, required=False)
    standing = django_forms.ChoiceField(label=_("核对"), choices=Status.choices, initial=Status.TO_CONFIRM)

    def __init__(self, line: DutyRule | None, *args: Any, **kwargs: Any) -> None:
        """Show an existing line as it is."""
        if line is not None:
            kwargs["initial"] = _duty_values(line)
        super().__init__(*args, **kwargs)
        self.categories = {str(one.pk): one for top, below in categories() for one in (top, *below)}
        self.places: dict[str, Place] = {
            str(one.pk): one for one in places_of_kind(PlaceKind.AREA, PlaceKind.NEIGHBOURHOOD, PlaceKind.PARK)
        }
        self.units = {str(one.pk): one for one in active_units() if not one.is_committee}
        rows = [(pk, one.name if one.is_first_level else f"　{one.name}") for pk, one in self.categories.items()]
        own = [(kind, label) for kind, label in LeadKind.choices if kind != LeadKind.UNIT]
        units = [(pk, one.name) for pk, one in self.units.items()]
        _choose(self, "category", list(rows))
        _jurisdictions(self)
        _choose(self, "place", [("", _("不限")), *((pk, one.name) for pk, one in self.places.items())])
        _choose(self, "lead", [*own, *units])
        _choose(self, "co_units", list(units))

    def facts(self) -> dict[str, Any]:
        """What was typed, for the action."""
        data = self.cleaned_data
        unit = self.units.get(data["lead"])
        return {
            "category": self.categories[data["category"]],
            "place": self.places.get(data["place"]),
            "lead_unit": unit,
            "lead_kind": LeadKind.UNIT if unit else LeadKind(data["lead"]),
            "co_units": tuple(self.units[pk] for pk in data["co_units"]),
            "status": Status(data["standing"]),
            **{name: data[name] for name in ("jurisdiction", "note", "source")},
        }


def _duty_values(line: DutyRule) -> dict[str, Any]:
    return {
        "category": str(line.category_id),
        "jurisdiction": line.jurisdiction,
        "place": str(line.place_id or ""),
        "lead": str(line.lead_unit_id) if line.lead_kind == LeadKind.UNIT else line.lead_kind,
        "co_units": [str(co.unit_id) for co in line.co_units.all() if co.unit_id],
        "note": line.note,
        "source": line.source,
        "standing": line.status,
    }

"""Forms of what happens on a visit."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases import lists
from lianxin.cases.desk import choices
from lianxin.cases.models import Result
from lianxin.cases.public.forms import MOST_WORDS, consents
from lianxin.contact.base import is_away
from lianxin.contact.models import GuestKind, Presence, Visit
from lianxin.places.models import Place, PlaceKind
from lianxin.places.selectors import below, places_of_kind
from lianxin.ui import forms

SAID, SEEN = "said", "seen"
Pairs = list[tuple[str, Any]]


def compounds(visits: Sequence[Visit]) -> list[Place]:
    """The compounds of the places of some visits; one statement."""
    paths = tuple(one.place.path for one in visits)
    return (
        list(places_of_kind(PlaceKind.COMPOUND).filter(below(paths)).only("id", "name", "path", "sort"))
        if paths
        else []
    )


def _line(label: Any, longest: int, **more: Any) -> django_forms.CharField:
    return django_forms.CharField(label=label, max_length=longest, required=False, **more)


class VisitItemForm(forms.Form):
    """One thing on a visit: whose it is, the words, the compound, read back; everything else may wait."""

    visit = django_forms.ChoiceField(label=_("哪一次走访"), widget=forms.RadioCards())
    mode = forms.OneChoice(
        label=_("哪里来的"), choices=[(SAID, _("居民说的")), (SEEN, _("走的时候看到的"))], initial=SAID,
        widget=forms.RadioCards(layout="inline"),
    )  # fmt: skip
    words = forms.WordsField(
        label=_("原话"), help_text=_("一字不改，说什么记什么；看到的写看到了什么。"), max_length=MOST_WORDS, rows=5,
        error_messages={"required": _("请先写下居民说的话，或代表看到的情况。")},
    )  # fmt: skip
    compound = django_forms.ChoiceField(label=_("在哪个小区"), required=False, widget=forms.RadioCards(layout="inline"))
    read_back = django_forms.BooleanField(label=_("念给本人听过，本人认可"), required=False, widget=forms.YesNo())
    photos = forms.PhotosField(label=_("照片"), required=False)
    place_note = _line(_("具体位置"), 120, help_text=_("例如：3 号楼门口。不用写门牌室号。"))
    category = django_forms.ChoiceField(label=_("大概是哪一类"), required=False)
    urgent = django_forms.BooleanField(label=_("急事，今天就要有人管"), required=False, widget=forms.YesNo())
    contact_name = _line(_("怎么称呼"), 40)
    contact = _line(_("联系电话"), 60, widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
    openness = forms.OneChoice(
        label=_("内容可以公开吗"), initial="office", required=False,
        choices=[
            ("office", _("只给办理的人看")), ("text", _("可以公开内容，不公开是谁")),
            ("name", _("可以公开内容和称呼")), ("secret", _("请保密")),
        ],
    )  # fmt: skip
    deputy_opinion = forms.WordsField(label=_("代表当场怎么说"), max_length=2000, rows=2, required=False)
    once = forms.OnceField()

    FIRST: Final = ("visit", "mode", "words", "compound", "read_back", "photos")
    MORE: Final = ("place_note", "category", "urgent", "deputy_opinion")
    ANSWER: Final = ("contact_name", "contact", "openness")

    def __init__(
        self, *args: Any, visits: Sequence[Visit], places: Sequence[Place] | None = None, **kwargs: Any
    ) -> None:
        """Offer the visits one may record on and the compounds of their places."""
        super().__init__(*args, **kwargs)
        self.visits = {str(one.pk): one for one in visits}
        self._offer("visit", [(pk, f"{one.place.label}　{one.round.name}") for pk, one in self.visits.items()])
        if len(self.visits) == 1:
            self.fields["visit"].widget = django_forms.HiddenInput()
            self.fields["visit"].initial = next(iter(self.visits))
        found = compounds(visits)
        self.compounds = {str(one.pk): one for one in found}
        offered = [("", _("整个居民区")), *[(str(one.pk), self._named(one)) for one in found]]
        if len(found) > MOST_CARDS:
            self.fields["compound"].widget = django_forms.Select()
        if len(self.visits) > MOST_VISITS:
            self.fields["visit"].widget = django_forms.Select()
            self._offer("visit", self.fields["visit"].choices)  # type: ignore[attr-defined]
        self._offer("compound", offered)
        self._offer("category", choices.categories())

    def _offer(self, name: str, offered: Sequence[Any]) -> None:
        self.fields[name].choices = list(offered)  # type: ignore[attr-defined]

    def _named(self, one: Place) -> str:
        """A compound by its name; with its neighbourhood where several are offered."""
        if len(self.visits) == 1:
            return one.name
        home = next((row.place.label for row in self.visits.values() if one.path.startswith(row.place.path)), "")
        return f"{home} {one.name}"

    def clean(self) -> dict[str, Any]:
        """The compound lies in the neighbourhood of the visit."""
        data = super().clean() or {}
        visit, chosen = self.visits.get(data.get("visit", "")), self.compounds.get(data.get("compound", ""))
        if visit is not None and chosen is not None and not chosen.path.startswith(visit.place.path):
            self.add_error("compound", _("这个小区不在这次走访的居民区里，请重新选。"))
        return data

    def group(self, *names: str) -> list[Any]:
        """The bound fields of a group, for the template."""
        return [self[name] for name in names]

    @property
    def chosen(self) -> Visit:
        """The chosen visit of a valid form."""
        return self.visits[self.cleaned_data["visit"]]

    def record(self) -> dict[str, Any]:
        """The arguments of the action that records an opinion, besides those the visit gives."""
        data = self.cleaned_data
        seen = data["mode"] == SEEN
        place = data["compound"] or self.chosen.place_id
        open_to = consents(data["openness"] or "office")
        same = ("place_note", "urgent", "contact_name", "contact", "category", "deputy_opinion")
        return {
            "words": "" if seen else data["words"], "observation": data["words"] if seen else "",
            "read_back": data["read_back"] and not seen, "place_id": int(place), "kind": lists.UNKNOWN,
            "consent_text": open_to.text, "consent_name": open_to.name, "confidential": open_to.confidential,
            **{name: data[name] for name in same},
        }  # fmt: skip


#: So many compounds are cards under a thumb; more are a list.
MOST_CARDS: Final = 12
#: So many visits are cards; the office, which may record on all of them, gets a list.
MOST_VISITS: Final = 4
#: How an action's field is called on the form.
NAMES: Final = {
    "observation": "words", "place_id": "compound", "deputy_ids": "mode", "consent_text": "openness",
    "consent_name": "openness", "confidential": "openness",
}  # fmt: skip
#: Lines of the desk's page for papers.
LINES: Final = 8


class LineForm(forms.Form):
    """One line of a paper at the desk; an empty line is none."""

    mode = django_forms.ChoiceField(
        label=_("来源"), choices=[(SAID, _("居民说的")), (SEEN, _("看到的"))], initial=SAID, required=False
    )
    words = forms.WordsField(label=_("原话"), max_length=MOST_WORDS, rows=2, required=False)
    compound = django_forms.ChoiceField(label=_("小区"), required=False)
    place_note = _line(_("具体位置"), 120)
    category = django_forms.ChoiceField(label=_("类别"), required=False)
    read_back = django_forms.BooleanField(label=_("念过"), required=False, widget=forms.YesNo())
    contact_name = _line(_("称呼"), 40)
    contact = _line(_("电话"), 60)
    confidential = django_forms.BooleanField(label=_("保密"), required=False, widget=forms.YesNo())
    key = django_forms.CharField(max_length=32, required=False, widget=django_forms.HiddenInput())

    def __init__(self, *args: Any, places: Sequence[Place], categories: Sequence[Any], **kwargs: Any) -> None:
        """Offer compounds and categories that were read once for all lines."""
        super().__init__(*args, **kwargs)
        self.fields["compound"].choices = [("", _("整个居民区")), *[(str(one.pk), one.name) for one in places]]  # type: ignore[attr-defined]
        self.fields["category"].choices = list(categories)  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written on it."""
        return self.is_valid() and not self.cleaned_data["words"].strip()

    def record(self, place_id: int) -> dict[str, Any]:
        """The arguments of the action."""
        data = self.cleaned_data
        seen = data["mode"] == SEEN
        same = ("place_note", "category", "contact_name", "contact", "confidential")
        return {
            "words": "" if seen else data["words"], "observation": data["words"] if seen else "",
            "read_back": data["read_back"] and not seen, "place_id": int(data["compound"] or place_id),
            "kind": lists.UNKNOWN, **{name: data[name] for name in same},
        }  # fmt: skip


class ToldForm(forms.Form):
    """One matter of last time: which, and what the residents say to it."""

    visit = django_forms.ChoiceField(label=_("哪一次走访"), widget=forms.RadioCards())
    case = django_forms.ChoiceField(
        label=_("告诉了哪一件"), widget=forms.RadioCards(), error_messages={"required": _("请选告诉了哪一件。")}
    )
    resident_says = forms.OneChoice(
        label=_("居民怎么说"), required=False, initial="",
        choices=[*Result.choices, ("", _("知道这件事的人不在"))], widget=forms.RadioCards(layout="inline"),
    )  # fmt: skip
    words = forms.WordsField(label=_("居民的原话"), max_length=2000, rows=3, required=False)
    agreed = django_forms.BooleanField(
        label=_("反映的人就在场，同意把这句话记成对这件事的评价"), required=False, widget=forms.YesNo()
    )
    once = forms.OnceField()

    def __init__(self, *args: Any, visits: Sequence[Visit], matters: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the matters of the last visit."""
        super().__init__(*args, **kwargs)
        self.visits = {str(one.pk): one for one in visits}
        self.fields["visit"].choices = [(pk, one.place.label) for pk, one in self.visits.items()]  # type: ignore[attr-defined]
        if len(self.visits) == 1:
            self.fields["visit"].widget = django_forms.HiddenInput()
            self.fields["visit"].initial = next(iter(self.visits))
        self.fields["case"].choices = list(matters)  # type: ignore[attr-defined]


def _noted(one: Any) -> str:
    """What is ticked at first for a deputy of ``visits()``: what was noted, else a leave of the register."""
    if one.presence != Presence.PLANNED:
        return str(one.presence)
    return Presence.LEAVE if is_away(one) else ""


class AttendanceForm(forms.Form):
    """Which deputies came, how many guests."""

    def __init__(self, *args: Any, coming: Sequence[Any], guests: Sequence[Any], **kwargs: Any) -> None:
        """A choice for every deputy, a count for every kind of guest."""
        super().__init__(*args, **kwargs)
        offered = [(code, label) for code, label in Presence.choices if code != Presence.PLANNED]
        for one in coming:
            field = forms.OneChoice(
                label=f"{one.deputy.display_name}", choices=offered, required=False,
                initial=_noted(one),
                widget=forms.RadioCards(layout="inline"),
            )  # fmt: skip
            self.fields[f"presence_{one.pk}"] = field
        known = {row["kind"]: row for row in guests}
        for kind, label in GuestKind.choices:
            row = known.get(kind, {})
            asked = _("请了 %(n)d 位") % {"n": row["invited"]} if row.get("invited") else ""
            self.fields[f"guests_{kind}"] = django_forms.IntegerField(
                label=label, required=False, min_value=0, max_value=999, initial=row.get("present"), help_text=asked,
                widget=django_forms.NumberInput(attrs={"class": "w-s", "inputmode": "numeric"}),
            )  # fmt: skip

    @property
    def presence(self) -> dict[int, str]:
        """What was chosen, by ``VisitDeputy`` id."""
        return {
            int(name.removeprefix("presence_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("presence_") and value
        }

    @property
    def guests(self) -> dict[str, int | None]:
        """The counts by kind."""
        return {kind: self.cleaned_data[f"guests_{kind}"] for kind in GuestKind.values}


class GiveInForm(forms.Form):
    """The list is complete."""

    note = _line(_("要告诉镇人大办的话"), 300, help_text=_("没有就空着。"))


class ReasonForm(forms.Form):
    """Why."""

    reason = django_forms.CharField(label=_("原因"), max_length=200, required=False)


class SureForm(forms.Form):
    """Nothing but the button."""


class SameForm(forms.Form):
    """Which item of the list it repeats."""

    same_as = django_forms.ChoiceField(label=_("和哪一条是同一件事"), required=False, widget=forms.RadioCards())

    def __init__(self, *args: Any, others: Pairs, **kwargs: Any) -> None:
        """The other items of the list."""
        super().__init__(*args, **kwargs)
        self.fields["same_as"].choices = [("", _("不是同一件，单独算")), *others]  # type: ignore[attr-defined]


class RemarkForm(forms.Form):
    """What becomes of a deputy's remark."""

    taken = forms.OneChoice(
        label=_("怎么处理"), choices=(("yes", _("采纳")), ("no", _("保留原记录，说明原因"))),
        widget=forms.RadioCards(layout="inline"),
    )  # fmt: skip
    compound = django_forms.ChoiceField(label=_("在哪个小区"), required=False)
    answer = _line(_("对代表的说明"), 300, help_text=_("保留原记录时要写，代表会看到。"))

    def __init__(self, *args: Any, places: Sequence[Place] | None, **kwargs: Any) -> None:
        """Where it is matters only for what becomes an item of its own."""
        super().__init__(*args, **kwargs)
        if places is None:
            del self.fields["compound"]
        else:
            offered = [("", _("整个居民区")), *[(str(one.pk), one.name) for one in places]]
            self.fields["compound"].choices = offered  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """A deputy's word on a list: everything is right unless something is written."""

    additions = forms.WordsField(
        label=_("漏了什么？"),
        max_length=2000,
        rows=3,
        required=False,
        help_text=_("写下当时谁说了什么；没有漏就空着。"),
    )
    once = forms.OnceField()

    def __init__(self, *args: Any, items: Sequence[Any], **kwargs: Any) -> None:
        """A kind and a text for every item."""
        super().__init__(*args, **kwargs)
        self.items = [row["pk"] for row in items]
        for pk in self.items:
            self.fields[f"kind_{pk}"] = forms.OneChoice(
                label=_("要怎么改"), choices=(("correct", _("更正")), ("add", _("补充"))), initial="correct",
                required=False, widget=forms.RadioCards(layout="inline"),
            )  # fmt: skip
            self.fields[f"text_{pk}"] = forms.WordsField(
                label=_("哪里不对，或者还要加什么"), max_length=2000, rows=3, required=False
            )

    def pair(self, pk: int) -> dict[str, Any]:
        """The bound fields of an item."""
        return {"kind": self[f"kind_{pk}"], "text": self[f"text_{pk}"], "open": bool(self[f"text_{pk}"].errors)}

    @property
    def about(self) -> dict[int, tuple[str, str]]:
        """What is said to single items."""
        data = self.cleaned_data
        return {pk: (data[f"kind_{pk}"] or "correct", data[f"text_{pk}"]) for pk in self.items if data[f"text_{pk}"]}

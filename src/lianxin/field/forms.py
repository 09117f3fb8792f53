"""The form of an opinion heard on the spot: the same for a phone without network, with network, and without script."""

from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext_lazy as _

from lianxin.cases import lists
from lianxin.cases.public.forms import MOST_WORDS, consents
from lianxin.core.text import tidy_line
from lianxin.field import selectors
from lianxin.journal.actors import Actor
from lianxin.ui import forms

SAID, SEEN = "said", "seen"
#: Channels of work on the spot; the town's other channels do not happen here.
ON_THE_SPOT: Final = ("reception", "round", "visit", "secretary", "phone")
_MOST_POINTS: Final = 12


def _line(label: Any, longest: int, **more: Any) -> django_forms.CharField:
    """A short line that may stay empty."""
    return django_forms.CharField(label=label, max_length=longest, required=False, **more)


class OpinionForm(forms.Form):
    """The words first; then where; everything else may wait for the desk."""

    mode = forms.OneChoice(
        label=_("谁说的"),
        choices=[(SAID, _("居民说的")), (SEEN, _("代表看到的"))],
        initial=SAID,
        widget=forms.RadioCards(layout="inline"),
    )
    words = forms.WordsField(
        label=_("原话"), help_text=_("一字不改，说什么记什么。"), max_length=MOST_WORDS, rows=6,
        error_messages={"required": _("请先写下居民说的话，或代表看到的情况。")},
    )  # fmt: skip
    read_back = django_forms.BooleanField(label=_("念给本人听过，本人认可"), required=False, widget=forms.YesNo())
    place = django_forms.ChoiceField(label=_("在哪里"), required=False)
    building = _line(_("哪一栋"), 24, widget=django_forms.HiddenInput())
    place_note = _line(_("具体位置"), 120, help_text=_("例如：3 号楼门口。不用写门牌室号。"))
    kind = django_forms.ChoiceField(label=_("这是什么事"), required=False)
    points = forms.WordsField(
        label=_("要逐条答复的几点"), help_text=_("一行写一条；只有一件事的可以不写。"), max_length=4000, rows=3,
        required=False,
    )  # fmt: skip
    urgent = django_forms.BooleanField(label=_("急事，今天就要有人管"), required=False, widget=forms.YesNo())
    photos = forms.PhotosField(label=_("照片"), required=False)
    contact_name = _line(_("怎么称呼"), 40)
    contact = _line(_("联系电话"), 60, widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}))
    on_behalf_of = _line(_("替谁说的"), 60)
    openness = forms.OneChoice(
        label=_("内容可以公开吗"),
        choices=[
            ("office", _("只给办理的人看")),
            ("text", _("可以公开内容，不公开是谁")),
            ("name", _("可以公开内容和称呼")),
            ("secret", _("请保密")),
        ],
        initial="office",
        required=False,
    )
    channel = django_forms.ChoiceField(label=_("怎么来的"))
    occasion = _line(_("哪一次活动"), 60)
    spoken_on = forms.DateField(label=_("哪一天说的"), required=False, help_text=_("不填就是记录的那一天。"))
    deputies = forms.ManyChoices(label=_("在场的代表"), required=False)
    deputy_opinion = forms.WordsField(label=_("代表的看法"), max_length=2000, rows=3, required=False)
    once = forms.OnceField()

    #: Questions in the order of a conversation; the page shows the first group open and folds the others.
    FIRST: Final = ("mode", "words", "read_back", "place", "place_note", "photos")
    ANSWER: Final = ("contact_name", "contact", "on_behalf_of", "openness")
    MORE: Final = ("kind", "points", "urgent")
    OCCASION: Final = ("channel", "occasion", "spoken_on", "deputies", "deputy_opinion")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer what this actor may choose."""
        super().__init__(*args, **kwargs)
        self.places = selectors.places(actor)
        book = lists.book()
        kinds = [(one.code, one.label) for one in book["opinion_kind"].values() if one.code != lists.UNKNOWN]
        channels = [(code, book["channel"][code].label) for code in ON_THE_SPOT if code in book["channel"]]
        self._offer("place", [("", _("请选择居民区或小区")), *self.places.choices])
        self._offer("kind", [(lists.UNKNOWN, _("先不分，由人大办来分")), *kinds])
        self._offer("channel", channels)
        self._offer("deputies", selectors.deputies())

    def _offer(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        if not isinstance(field, django_forms.ChoiceField):
            raise TypeError(f"{name} offers no choices")
        field.choices = choices

    def group(self, *names: str) -> list[Any]:
        """The bound fields of a group, for the template."""
        return [self[name] for name in names]

    def clean_building(self) -> str:
        """A building of the list, or nothing."""
        chosen = str(self.cleaned_data["building"])
        if chosen and chosen not in self.places.ids:
            raise django_forms.ValidationError(_("请从列表里选一栋楼。"), code="building_unknown")
        return chosen

    def facts(self) -> dict[str, Any]:
        """Arguments of the action that records an opinion."""
        data = dict(self.cleaned_data)
        seen = data["mode"] == SEEN
        place = data["building"] or data["place"]
        open_to = consents(data["openness"])
        lines = [tidy_line(line) for line in data["points"].splitlines()]
        return {
            "words": "" if seen else data["words"],
            "observation": data["words"] if seen else "",
            "read_back": data["read_back"] and not seen,
            "place_id": int(place) if place else None,
            "kind": data["kind"] or lists.UNKNOWN,
            "points": [line for line in lines if line],
            "deputy_ids": [int(pk) for pk in data["deputies"]],
            "consent_text": open_to.text,
            "consent_name": open_to.name,
            "confidential": open_to.confidential,
            **{
                name: data[name]
                for name in (
                    "place_note", "urgent", "contact_name", "contact", "on_behalf_of", "channel", "occasion",
                    "spoken_on", "deputy_opinion",
                )
            },
        }  # fmt: skip


#: How an action's field is called on the form.
_RENAMED: Final = {
    "observation": "words",
    "place_id": "place",
    "deputy_ids": "deputies",
    "consent_text": "openness",
    "consent_name": "openness",
    "confidential": "openness",
}


def form_name(field: str) -> str:
    """The field of the form at which a sentence about an action's field belongs."""
    return _RENAMED.get(field, field)

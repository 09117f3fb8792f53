"""What a clerk writes down for somebody: the words first, then where, who was there, what may be shown."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms as django_forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases import lists, policies
from lianxin.cases.desk import choices
from lianxin.cases.desk.forms import line_field
from lianxin.cases.desk.photo_slips import read_slip
from lianxin.cases.models import Source, Track
from lianxin.cases.public.forms import MOST_WORDS
from lianxin.cases.public.where import where_to_choose
from lianxin.journal.actors import Actor
from lianxin.people import roles
from lianxin.ui import forms
from lianxin.ui.listing import listed, told

#: How an action calls the fields of the form.
RENAMED: Final[Mapping[str, str]] = {"place_id": "place", "observation": "words"}


class RecordForm(forms.Form):
    """The words first; everything else may wait.

    Which track the words go on is asked only of who may write down both; the others have one, and are not asked.
    """

    track = forms.OneChoice(
        label=_("按什么记"), choices=Track.choices,
        widget=forms.RadioCards(
            hints={
                Track.RESIDENT.value: _("居民、代表当面或来电反映的，先到镇人大办，汇总后转交。"),
                Track.HOTLINE.value: _("12345 等热线派来的工单，直接到政府交办台，等交办。"),
            },
            layout="two",
        ),
    )  # fmt: skip
    source = forms.OneChoice(
        label=_("记谁的话"), required=False, initial=Source.RESIDENT.value, choices=Source.choices,
        widget=forms.RadioCards(
            hints={
                "resident": _("一字不改地记居民说的话，记完念给本人听。"),
                "observation": _("记代表在走访中看到的情况，要选上是哪位代表。"),
            },
            layout="two",
        ),
    )  # fmt: skip
    words = forms.WordsField(
        label=_("原话"), help_text=_("一字不改，说什么记什么；方言照记，听不清的写“听不清”。"),
        max_length=MOST_WORDS, rows=8, error_messages={"required": _("请先写下居民说的话。")},
    )  # fmt: skip
    points = forms.WordsField(
        label=_("诉求要点"), help_text=_("一行一点，最多 12 点；承办单位要逐点答复。"), max_length=4000, rows=3,
        required=False,
    )  # fmt: skip
    place = django_forms.ChoiceField(
        label=_("在哪里"), required=False,
        error_messages={"invalid_choice": _("请从列表里选一个地方；列表里没有的，写在“具体位置”里。")},
    )  # fmt: skip
    place_note = line_field(_("具体位置"), 120, help_text=_("例如“12 号楼门口”，不写门牌室号。"))
    photos = forms.PhotosField(label=_("照片"), required=False)
    kept = forms.ManyChoices(label=_("已经收下的照片"), required=False, widget=forms.CheckCards(layout="inline"))
    channel = django_forms.ChoiceField(label=_("怎么来的"), choices=choices.present_channels)
    outside_number = line_field(_("热线工单编号"), 60, help_text=_("照热线派来的单子写，方便两边对上；没有就空着。"))
    occasion = line_field(_("场合"), 60, help_text=_("例如“6 月集中联系社区”。"))
    spoken_on = forms.DateField(label=_("哪一天说的"), required=False, help_text=_("空着就是今天。"))
    kind = django_forms.ChoiceField(label=_("这是什么事"), choices=choices.kinds, initial=lists.UNKNOWN)
    category = django_forms.ChoiceField(label=_("分类"), choices=choices.categories, required=False)
    tags = forms.ManyChoices(
        label=_("标签"), choices=choices.tags, required=False, widget=forms.CheckCards(layout="inline")
    )
    deputy_ids = django_forms.TypedMultipleChoiceField(
        label=_("在场的代表"), choices=choices.deputies, coerce=int, required=False,
        widget=forms.CheckCards(layout="inline"),
    )  # fmt: skip
    deputy_opinion = forms.WordsField(
        label=_("代表的意见"), help_text=_("和居民的话分开放。"), max_length=4000, rows=3, required=False
    )
    on_behalf_of = line_field(_("替谁说的"), 60, help_text=_("例如“替楼下独居的老伯”；本人说的空着。"))
    contact_name = line_field(_("怎么称呼"), 40, help_text=_("例如“张阿姨”。"))
    contact = django_forms.CharField(
        label=_("联系电话"), max_length=60, required=False,
        help_text=_("只用来告诉结果，加密保存，每次查看都有记录。不想留就空着，凭查询码也能查。"),
        widget=django_forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    consent_text = django_forms.BooleanField(label=_("本人同意公开内容"), required=False, widget=forms.YesNo())
    consent_name = django_forms.BooleanField(label=_("本人同意公开称呼"), required=False, widget=forms.YesNo())
    confidential = django_forms.BooleanField(
        label=_("本人要求保密（只有镇人大办和政府交办台看得到原话）"), required=False, widget=forms.YesNo()
    )
    urgent = django_forms.BooleanField(label=_("急，要先办"), required=False, widget=forms.YesNo())
    once = forms.OnceField()

    def __init__(self, *args: Any, actor: Actor, slips: Iterable[str] = (), **kwargs: Any) -> None:
        """Offer the places and the actor's tracks; *slips* are photos that were taken in on an earlier step."""
        super().__init__(*args, **kwargs)
        self._offer_tracks(policies.tracks_to_record(actor))
        place, kept = self.fields["place"], self.fields["kept"]
        assert isinstance(place, django_forms.ChoiceField)
        assert isinstance(kept, django_forms.MultipleChoiceField)
        place.choices = where_to_choose().choices
        known = [(slip, read_slip(slip)) for slip in dict.fromkeys(slips)]
        kept.choices = [(slip, one.name) for slip, one in known if one is not None]
        self.initial.setdefault("kept", [slip for slip, _name in kept.choices])

    def _offer_tracks(self, tracks: tuple[str, ...]) -> None:
        """Ask for the track only where there is a choice; on the hotline's alone nobody asks whose words they are."""
        self.tracks = tracks
        track = self.fields["track"]
        assert isinstance(track, django_forms.ChoiceField)
        track.choices = [(code, label) for code, label in Track.choices if code in tracks]
        if len(tracks) < 2:
            del self.fields["track"]
        else:
            self.initial.setdefault("track", tracks[0])
        if Track.HOTLINE not in tracks:
            del self.fields["outside_number"]
        if self.only_hotline:
            del self.fields["source"]
            kind = self.fields["kind"]
            assert isinstance(kind, django_forms.ChoiceField)
            kind.choices = [(lists.UNKNOWN, gettext("拿不准，先空着")), *choices.kinds()[1:]]
            self.initial.setdefault("channel", "hotline")

    @property
    def only_hotline(self) -> bool:
        """Whether every sheet of this clerk is a hotline order."""
        return self.tracks == (Track.HOTLINE,)

    @property
    def chosen_track(self) -> str:
        """The track of this sheet."""
        return str(self.cleaned_data.get("track") or self.tracks[0])

    @property
    def is_observation(self) -> bool:
        """Whether it is what a deputy saw."""
        return bool(self.cleaned_data.get("source") == Source.DEPUTY_OBSERVATION)

    def facts(self) -> dict[str, Any]:
        """Arguments of the action, photos apart."""
        data = dict(self.cleaned_data)
        for name in ("photos", "kept", "source"):
            data.pop(name, None)
        words, place = data.pop("words"), data.pop("place")
        lines = [line.strip() for line in data.pop("points").splitlines() if line.strip()]
        return {
            **data,
            "track": self.chosen_track,
            "observation" if self.is_observation else "words": words,
            "points": lines,
            "once": data["once"] or None,
            "place_id": int(place) if place else None,
        }

    def shown(self) -> list[dict[str, str]]:
        """What was written beside the words, for reading aloud: finished strings, empty ones left out."""
        data = self.cleaned_data
        pairs = (
            (gettext("按什么记"), str(Track(self.chosen_track).label) if len(self.tracks) > 1 else ""),
            (gettext("热线工单编号"), data.get("outside_number", "")),
            (gettext("在哪里"), " ".join(filter(None, [self._word("place"), data.get("place_note", "")]))),
            (
                gettext("诉求要点"),
                told(line.strip() for line in data.get("points", "").splitlines() if line.strip()),
            ),
            (gettext("替谁说的"), data.get("on_behalf_of", "")),
            (gettext("在场的代表"), self._word("deputy_ids")),
            (gettext("代表的意见"), data.get("deputy_opinion", "")),
            (gettext("怎么称呼"), data.get("contact_name", "")),
            (gettext("联系电话"), data.get("contact", "")),
            (gettext("公开"), self._openness()),
        )
        return [{"name": name, "value": value} for name, value in pairs if value]

    def _openness(self) -> str:
        data = self.cleaned_data
        if data.get("confidential"):
            return gettext("保密")
        if not data.get("consent_text"):
            return gettext("不公开，只给办理的人看")
        return gettext("可以公开内容和称呼") if data.get("consent_name") else gettext("可以公开内容，不公开是谁")

    def _word(self, name: str) -> str:
        """The words of what was chosen at a field."""
        value = self.cleaned_data.get(name)
        wanted = {str(one) for one in value} if isinstance(value, list) else {str(value or "")} - {""}
        field = self.fields[name]
        pairs: Any = getattr(field, "choices", ())
        return listed(str(label) for code, label in _flat(pairs) if str(code) in wanted)


def _flat(pairs: Iterable[Any]) -> Iterable[tuple[Any, Any]]:
    """Choices without their groups."""
    for code, label in pairs:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield code, label


def first_values(actor: Actor) -> dict[str, Any]:
    """What stands in a fresh form: a secretary's or recorder's own place."""
    own = [one.place_id for one in actor.grants_of(roles.SECRETARY, roles.COMMITTEE, roles.RECORDER) if one.place_id]
    return {"place": str(own[0])} if len(own) == 1 else {}

"""Three screens: what it is, where it is, how to answer.  Without JavaScript the page itself carries what was typed.

Nothing is stored before the last press.  A screen with a mistake shows itself again, with the sentence at the field; a
step back keeps everything.  Pressing twice, or pressing back and again, gives the same receipt.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxin.cases.actions import RecordOpinion
from lianxin.cases.public.forms import HowForm, WhereForm, WordsForm, consents
from lianxin.cases.public.photos import keep_photos
from lianxin.cases.public.where import Where, where_to_choose
from lianxin.cases.receipts import Receipt
from lianxin.cases.signals import ACCUSATION, EMERGENCY, LAWSUIT, SELF_HARM, find_signals
from lianxin.journal.actors import anonymous_resident
from lianxin.journal.errors import FieldProblem, Invalid, WrongState
from lianxin.people.access import public
from lianxin.people.addresses import client_address
from lianxin.people.throttles import Limit, hit
from lianxin.places.selectors import by_public_token
from lianxin.ui import forms

#: Our default: so many words from one address in an hour; a shared phone at a neighbourhood still works.
SPEAKING: Final = Limit(60, dt.timedelta(hours=1), dt.timedelta(minutes=10))

WORDS, WHERE, HOW = 1, 2, 3

#: The screen that shows a field an action refused; everything else belongs to the last one.
SCREEN_OF: Final[Mapping[str, int]] = {"words": WORDS, "place": WHERE, "place_note": WHERE}

#: How an action's field is called on the forms.
_FIELD_NAMES: Final[Mapping[str, str]] = {"place_id": "place", "consent_text": "openness", "consent_name": "openness"}

_CARRIED: Final[Mapping[int, tuple[str, ...]]] = {
    WORDS: ("words",),
    WHERE: ("place", "place_note"),
    HOW: ("contact_name", "contact", "on_behalf_of", "openness"),
}


@dataclass
class Visit:
    """One request on the way through the screens: what was sent, and the three forms over it."""

    data: QueryDict | dict[str, Any]
    files: Any
    where: Where
    words: WordsForm = field(init=False)
    place: WhereForm = field(init=False)
    how: HowForm = field(init=False)

    def __post_init__(self) -> None:
        """Bind every form to the same fields; their names do not collide."""
        self.words = WordsForm(self.data)
        self.place = WhereForm(self.data, choices=self.where.choices)
        self.how = HowForm(self.data, self.files)

    def form_at(self, screen: int) -> forms.Form:
        """The form of a screen."""
        return {WORDS: self.words, WHERE: self.place, HOW: self.how}[screen]

    def first_wrong(self, upto: int) -> int | None:
        """The first screen up to *upto* that cannot be accepted."""
        return next((screen for screen in range(WORDS, upto + 1) if not self.form_at(screen).is_valid()), None)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def speak(request: HttpRequest) -> HttpResponse:
    """Show the first screen, go forward or back, and on the last press record the words."""
    if request.method != "POST":
        return _show(request, _fresh(request), WORDS)
    screen = int(request.POST["screen"]) if request.POST.get("screen") in {"1", "2", "3"} else WORDS
    visit = Visit(request.POST, request.FILES, where_to_choose())
    if request.POST.get("go") == "back":
        return _show(request, visit, max(WORDS, screen - 1), errors=False)
    wrong = visit.first_wrong(screen)
    if wrong is not None:
        return _show(request, visit, wrong)
    if screen < HOW:
        return _show(request, visit, screen + 1, errors=False)
    return _record(request, visit)


def _fresh(request: HttpRequest) -> Visit:
    """An empty visit; a QR code on a wall brings its place."""
    place = by_public_token(str(request.GET.get("at", "")))
    data = {"place": str(place.pk)} if place is not None else {}
    return Visit(data, None, where_to_choose())


def _show(request: HttpRequest, visit: Visit, screen: int, *, errors: bool = True) -> HttpResponse:
    """One screen; everything of the other screens travels in hidden fields."""
    typed = visit.form_at(screen)
    seen = any(name in visit.data for name in _CARRIED[screen])
    shown = typed if errors and request.method == "POST" else _unbound(visit, screen, seen)
    carried = [
        (name, visit.data[name])
        for other, names in _CARRIED.items()
        if other != screen
        for name in names
        if name in visit.data
    ]
    context = {
        "form": shown,
        "screen": screen,
        "carried": carried,
        "steps": _steps(screen),
        "warnings": warnings_of(str(visit.data.get("words", ""))) if screen == WHERE else [],
        "place_name": visit.where.names.get(str(visit.data.get("place", "")), "") if screen == WORDS else "",
        "said": visit.data.get("words", "") if screen != WORDS else "",
    }
    return render(request, f"cases/public/speak_{screen}.html", context, status=shown.status)


def _unbound(visit: Visit, screen: int, seen: bool) -> forms.Form:
    """The form of a screen without complaints: empty, or with what was typed there before."""
    initial = {name: visit.data[name] for name in _CARRIED[screen] if name in visit.data} if seen else None
    if screen == WORDS:
        return WordsForm(initial=initial)
    if screen == WHERE:
        return WhereForm(initial=initial, choices=visit.where.choices)
    return HowForm(initial=initial)


def _steps(screen: int) -> list[dict[str, object]]:
    """The three steps with the present one marked."""
    names = (_("说事情"), _("在哪里"), _("怎么回您"))
    return [
        {"label": name, "done": number < screen, "current": number == screen} for number, name in enumerate(names, 1)
    ]


def warnings_of(words: str) -> list[dict[str, str]]:
    """What must be said at once when words sound like an emergency, an accusation or a lawsuit; never blocks."""
    sentences = {
        EMERGENCY: ("bad", _("如果现在有危险，请马上打 119（火警）、120（急救）或 110（报警），不要等这里的答复。")),
        SELF_HARM: ("bad", _("如果您或身边的人正难受得撑不住，请马上打 12356（心理援助）或 120，有人会听您说。")),
        ACCUSATION: (
            "warn",
            _("举报公职人员违纪违法的，请打 12388 或找纪检监察机关；在这里写的会单独移交，不给被举报的单位看。"),
        ),
        LAWSUIT: ("warn", _("已经在法院、仲裁或复议程序里的事，这里不能改变结果，会告诉您该找哪里。")),
    }
    found = [signal.kind for signal in find_signals(words)]
    return [{"tone": sentences[kind][0], "text": sentences[kind][1]} for kind in found if kind in sentences]


def _record(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The last press: count the address, record, keep the photos, lead to the receipt."""
    hit("speak", client_address(request), SPEAKING)
    how = visit.how.cleaned_data
    place = visit.place.cleaned_data["place"]
    open_to = consents(how["openness"])
    action = RecordOpinion(
        actor=anonymous_resident(),
        words=visit.words.cleaned_data["words"],
        place_id=int(place) if place else None,
        place_note=visit.place.cleaned_data["place_note"],
        channel="qr" if request.GET.get("at") else "web",
        contact_name=how["contact_name"],
        contact=how["contact"],
        on_behalf_of=how["on_behalf_of"],
        once=how["once"],
        consent_text=open_to.text,
        consent_name=open_to.name,
        confidential=open_to.confidential,
    )
    try:
        receipt = action.execute()
    except Invalid as problem:
        return _refused(request, visit, problem)
    except WrongState as problem:
        if problem.code != "once_reused":
            raise
        return _already(request, visit)
    return _to_receipt(request, receipt, how["photos"] or [])


def _refused(request: HttpRequest, visit: Visit, problem: Invalid) -> HttpResponse:
    """Put every sentence at its field and open the first screen that has one."""
    screens = []
    for one in problem.problems:
        name = _FIELD_NAMES.get(one.field, one.field)
        screen = SCREEN_OF.get(name, HOW)
        visit.form_at(screen).take(Invalid(FieldProblem(name, one.code, one.message)))
        screens.append(screen)
    return _show(request, visit, min(screens))


def _already(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page was sent before with other words: offer to send the new ones as something new."""
    data = visit.data.copy()
    data["once"] = ""
    again = Visit(data, None, visit.where)
    again.how.add_error(None, _("这一页刚才已经提交过一次。如果您又改了内容，请再按一次“提交”，会作为新的一条记下来。"))
    return _show(request, again, HOW)


def _to_receipt(request: HttpRequest, receipt: Receipt, photos: list[Any]) -> HttpResponse:
    """Keep the photos beside the words; a photo that cannot be kept is named on the receipt, the words stay."""
    for sentence in keep_photos(receipt, photos):
        messages.warning(request, sentence)
    return redirect("cases:receipt", token=receipt.token)

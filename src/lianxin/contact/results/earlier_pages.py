"""Taking in, by page: a whole round of earlier years, and teams that were put together elsewhere."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lianxin.contact.models import Round
from lianxin.contact.policies import OFFICE
from lianxin.contact.results import team_lines
from lianxin.contact.results.earlier import TakeInRound, TakeInTeams
from lianxin.contact.results.pages import round_here
from lianxin.contact.rounds.actions import default_name, next_ordinal
from lianxin.contact.rounds.forms import RoundForm
from lianxin.core.clock import today
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import forms
from lianxin.ui.acting import form_page, posted

_HELP = gettext_lazy(
    "一行一处：居民区，代表（几位用“、”隔开，写名册上的称呼、姓名或编号），到场居民人数。可以从表格里整块复制过来。"
)


class TeamsForm(forms.Form):
    """Who goes where."""

    teams = forms.WordsField(label=gettext_lazy("每处有谁"), max_length=20000, rows=12, help_text=_HELP)


class EarlierForm(RoundForm):
    """The frame of a round that was held, with who was where."""

    teams = forms.WordsField(label=gettext_lazy("每处有谁、来了多少人"), max_length=20000, rows=12, help_text=_HELP)


@requires(OFFICE)
@require_http_methods(["GET", "POST"])
def earlier(request: HttpRequest) -> HttpResponse:
    """Take in a round that was held before the system was there."""
    year = today().year
    ordinal = next_ordinal(year)
    initial = {
        "name": default_name(year, ordinal), "year": year, "ordinal": ordinal, "visits_from": "14:00",
        "visits_until": "17:00", "sessions": "14:30 15:40",
    }  # fmt: skip
    made: list[Round] = []

    def run(data: Mapping[str, Any]) -> None:
        told = team_lines.read(data["teams"])
        action = TakeInRound(
            actor=actor_of(request), frame=form.frame(), places=team_lines.places_of(told), teams=told.teams,
            guests=told.guests,
        )  # fmt: skip
        made.append(action.execute())

    form = EarlierForm(posted(request), initial=initial)
    answer = form_page(
        request, form, run, title=_("补登往年的活动"), back=reverse("contact:rounds"),
        sub=_("活动名称和那些意见里写的“场合”一样，意见才列得进来；登记以后在“汇总”里把意见补列进来。"),
        done=_("已经补登。接着在这里按“把写着本轮名称的补列进来”。"),
    )  # fmt: skip
    return HttpResponseRedirect(reverse("contact:summary", args=[made[0].pk])) if made else answer


@requires(OFFICE, round_here)
@require_http_methods(["GET", "POST"])
def teams(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down teams that were put together elsewhere."""
    one = loaded(request, Round)

    def run(data: Mapping[str, Any]) -> None:
        TakeInTeams(actor=actor_of(request), round=one, teams=team_lines.read(data["teams"]).teams).execute()

    return form_page(
        request, TeamsForm(posted(request)), run, title=_("照名单登记分组"), sub=one.name,
        back=reverse("contact:board", args=[one.pk]), done=_("分组已经登记，时间都是第一场，请在分配板上调整。"),
    )  # fmt: skip

"""A scrutineer's device makes the key, keeps it, decrypts; what is sent is public or sealed for another device."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.ballots import forms, selectors, words
from lianxin.ballots.actions import GiveKey, GivePart
from lianxin.ballots.models import Election
from lianxin.ballots.pages.desk import election_here, run_page
from lianxin.ballots.policies import SCRUTINEERS
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import act_on, posted


@requires(SCRUTINEERS, election_here)
@require_http_methods(["GET", "POST"])
def trustee(request: HttpRequest, pk: int) -> HttpResponse:
    """The own key: made in three rounds, or at once; later the own part of the decryption."""
    one, actor = loaded(request, Election), actor_of(request)
    facts = selectors.trustee_facts(one, actor)
    if one.setup_hash:
        facts["archive"] = reverse("ballots:archive", args=[one.uuid])

    def act(data: Mapping[str, Any]) -> None:
        if data["stage"] == "part":
            GivePart(actor=actor, election=one, data=data["given"]).execute()
        else:
            GiveKey(
                actor=actor, election=one, number=data["number"] or 0, stage=data["stage"], data=data["given"]
            ).execute()

    context = {
        "election": one, "facts": json.dumps(facts), "row": facts, "limits": words.LIMITS,
        "making": facts["stage"] == ("key" if facts["kind"] != "2of3" else "certificate"), "run": run_page(one.pk),
    }  # fmt: skip
    here = reverse("ballots:trustee", args=[one.pk])
    return act_on(
        request, forms.DeviceForm(posted(request)), act, template="ballots/trustee.html", back=here,
        done=_("这一步已经收到。"), context=context,
    )  # fmt: skip

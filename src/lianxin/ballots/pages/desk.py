"""The run sheet and its steps, one form each; the auditor's page."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.ballots import actions, forms, selectors, words
from lianxin.ballots.models import Election
from lianxin.ballots.pages.booth import booth_address
from lianxin.ballots.policies import AT_VOTE, BOTH, CHECKERS, OFFICE, SCRUTINEERS
from lianxin.ballots.protocol.audit import audit
from lianxin.ballots.protocol.findings import Inputs
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import act_on, form_page, posted
from lianxin.ui.forms import Form

#: Larger archives are audited with the program of the handbook.
MOST_BYTES: Final = 8_000_000


def election_here(_request: HttpRequest, pk: int) -> Election | None:
    """An election of this town, or nothing."""
    return Election.objects.filter(pk=pk).first()


def run_page(pk: int) -> str:
    """Where the run sheet is."""
    return reverse("ballots:run", args=[pk])


def _page(
    request: HttpRequest, form: Form, run: Callable[[Mapping[str, Any]], object], title: str, sub: str, done: str
) -> HttpResponse:
    """The ordinary form page of a step."""
    back = run_page(loaded(request, Election).pk)
    return form_page(request, form, run, title=title, sub=sub, back=back, done=done)


@requires(AT_VOTE)
@require_safe
def elections(request: HttpRequest) -> HttpResponse:
    """All electronic votes; none is there before a meeting's decision was recorded."""
    return render(request, "ballots/elections.html", {"rows": selectors.election_rows(), "limits": words.LIMITS})


@requires(AT_VOTE, election_here)
@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """The run sheet."""
    one = loaded(request, Election)
    return render(request, "ballots/run.html", {"row": selectors.run_sheet(one.pk, actor_of(request))})


@requires(AT_VOTE, election_here)
@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """To be hung up in the hall: where to vote, the digests, what it does not protect from."""
    one = loaded(request, Election)
    context = {
        "row": selectors.run_sheet(one.pk, actor_of(request)), "address": booth_address(request, one),
        "back": run_page(one.pk),
    }  # fmt: skip
    return render(request, "ballots/poster.html", context)


@requires(OFFICE, election_here)
@require_http_methods(["GET", "POST"])
def voters(request: HttpRequest, pk: int) -> HttpResponse:
    """The public list of the envelopes."""
    one = loaded(request, Election)

    def act(data: Mapping[str, Any]) -> None:
        actions.SetVoters(actor=actor_of(request), election=one, public=data["public"]).execute()

    address = booth_address(request, one)
    command = f"python -m lianxin.ballots envelopes --election {one.uuid} --count N --address {address} --out DIR"
    sub = _("在不联网的电脑上运行：%(command)s") % {"command": command}
    form = forms.VotersForm(posted(request))
    return _page(request, form, act, _("交凭证的公开名单"), sub, _("名单已经收下。"))


@requires(OFFICE, election_here)
@require_http_methods(["GET", "POST"])
def setup(request: HttpRequest, pk: int) -> HttpResponse:
    """Fix the setup."""
    one = loaded(request, Election)

    def act(_data: Mapping[str, Any]) -> None:
        actions.FixSetup(actor=actor_of(request), election=one).execute()

    sub = _("题目、密钥、名单从此不能再改。固定以后请总监票人宣读设定摘要，确认箱子是空的。")
    return _page(request, forms.SureForm(posted(request)), act, _("固定设定"), sub, _("设定已经固定，请宣读摘要。"))


@requires(SCRUTINEERS, election_here)
@require_http_methods(["GET", "POST"])
def open_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the vote with the void list, made on this device from the codes of the opened envelopes."""
    one = loaded(request, Election)

    def act(data: Mapping[str, Any]) -> None:
        actions.OpenVote(
            actor=actor_of(request), election=one, present=data["present"], issued=data["issued"], void=data["void"]
        ).execute()
        selectors.warm(one)

    return act_on(
        request, forms.OpenForm(posted(request)), act, template="ballots/open.html", back=run_page(one.pk),
        done=_("投票开始。"), context={"election": one},
    )  # fmt: skip


@requires(SCRUTINEERS, election_here)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Seal the box."""
    one = loaded(request, Election)
    form = (forms.MixedCloseForm if one.mixed else forms.CloseForm)(posted(request))

    def act(data: Mapping[str, Any]) -> None:
        actions.CloseVote(actor=actor_of(request), election=one, paper=data.get("paper") or 0).execute()

    sub = _("封箱以后不再收票。请先看大家是不是都投完了。")
    return _page(request, form, act, _("封箱"), sub, _("已经封箱，请宣读封箱摘要。"))


@requires(BOTH, election_here)
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, pk: int) -> HttpResponse:
    """Audit the whole archive."""
    one = loaded(request, Election)

    def act(_data: Mapping[str, Any]) -> None:
        actions.VerifyResult(actor=actor_of(request), election=one).execute()

    sub = _("按十六条规则把整份档案再核对一遍，一百张选票大约要几秒到半分钟。")
    form = Form(posted(request))
    return _page(request, form, act, _("复核"), sub, _("核对完了，请看结果。"))


@requires(BOTH, election_here)
@require_http_methods(["GET", "POST"])
def break_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Break off: nothing is decrypted, the vote goes on with paper."""
    one = loaded(request, Election)

    def act(data: Mapping[str, Any]) -> None:
        actions.BreakOff(actor=actor_of(request), election=one, words=data["words"]).execute()

    sub = _("已经投的电子选票不解密，全部不算；接着用纸质选票重新投。")
    form = forms.BreakForm(posted(request))
    return _page(request, form, act, _("中止电子票决"), sub, _("已经中止，请改用纸质选票。"))


@requires(CHECKERS)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Drop an archive: the auditor's sixteen rules on it."""
    data = posted(request)
    form = forms.CheckForm(data, request.FILES if data is not None else None)
    context: dict[str, Any] = {"form": form, "most": MOST_BYTES // 1_000_000}
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        if file.size > MOST_BYTES:
            form.add_error("file", _("文件太大，请用手册里的核对程序。"))
        else:
            report = audit(file.read(), _inputs(form.cleaned_data))
            rows = [selectors.audit_row(one.rule, one.status.value, one.code) for one in report.findings]
            context |= {"rows": rows, "ok": report.ok, "last": report.facts.get("last", ""), "name": file.name}
    return render(request, "ballots/check.html", context, status=form.status)


def _inputs(data: Mapping[str, Any]) -> Inputs:
    void = data["void"].split()
    return Inputs(setup_hash=data["setup_hash"], last_hash=data["last_hash"], void=void or None)

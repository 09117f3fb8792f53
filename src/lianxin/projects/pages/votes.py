"""The vote on paper: rule, ballot, count sheets, confirmation, report."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.ballots import texts as ballot_texts
from lianxin.ballots.forms import DecisionForm
from lianxin.ballots.rehearsal import Meeting, rehearse
from lianxin.ballots.rules import Base, Blank, Publish, Rule, Shortage, Tie, preset
from lianxin.core.clock import today
from lianxin.journal.errors import WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.projects import forms, forms_after, selectors
from lianxin.projects import workflow as w
from lianxin.projects.actions import AdoptRule, ConfirmCount, EnterSheet, GoElectronic, OpenEvaluation
from lianxin.projects.actions.votes import next_vote, rule_of
from lianxin.projects.counting import CountForm, typed
from lianxin.projects.models import Purpose, Season, Vote
from lianxin.projects.pages.ideas import season_here, season_page
from lianxin.projects.policies import AT_VOTE, COUNTERS, OFFICE, SCRUTINEERS
from lianxin.ui.acting import form_page, posted

#: A rehearsal on a page must not let anybody wait: fewer runs, and the figures are said to be rough.
_RUNS = 60


def vote_here(_request: HttpRequest, pk: int, **_more: object) -> Vote | None:
    """A vote of this town, or nothing."""
    return Vote.objects.select_related("season").filter(pk=pk).first()


def _page(pk: int) -> str:
    return reverse("projects:vote", args=[pk])


def rule_of_form(data: Mapping[str, Any], candidates: int) -> Rule:
    """The rule that was typed."""
    made = preset(data["preset"], data["seats"], candidates)
    return replace(
        made, base=Base(data["base"]), blank=Blank(data["blank"]), tie=Tie(data["tie"]),
        shortage=Shortage(data["shortage"]), publish=Publish(data["publish"]),
    )  # fmt: skip


@requires(OFFICE, season_here)
@require_http_methods(["GET", "POST"])
def new_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """The rule the meeting adopted; the candidates of the season stand on the ballot."""
    one = loaded(request, Season)
    candidates = one.projects.filter(state=w.CANDIDATE).count()

    def run(data: Mapping[str, Any]) -> None:
        if not candidates:
            raise WrongState("candidates", _("还没有候选项目，不能票决。"))
        AdoptRule(
            actor=actor_of(request), season=one, meeting=data["meeting"], held_on=data["held_on"],
            in_office=data["in_office"], rule=rule_of_form(data, candidates),
        ).execute()  # fmt: skip

    sub = _("候选项目 %(n)d 个。办法一经通过就固定，不能再改。") % {"n": candidates}
    form = forms.RuleForm(posted(request), initial={"held_on": today()})
    return form_page(
        request,
        form,
        run,
        title=_("登记票决办法"),
        sub=sub,
        back=season_page(one.pk),
        done=_("办法已经固定，可以印选票。"),
    )


@requires(OFFICE, season_here)
@require_http_methods(["GET", "POST"])
def new_evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting at which the accepted projects are evaluated."""
    one = loaded(request, Season)

    def run(data: Mapping[str, Any]) -> None:
        OpenEvaluation(actor=actor_of(request), season=one, **data).execute()

    form = forms_after.EvaluationForm(posted(request), initial={"held_on": today()})
    return form_page(
        request, form, run, title=_("登记代表测评"), back=season_page(one.pk), done=_("已经登记，可以印测评票。"),
        sub=_("验收了的项目都列上，无记名测评，计票、核对、确认和票决一样。"),
    )  # fmt: skip


@requires(AT_VOTE, vote_here)
@require_safe
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """A vote: rule, candidates, sheets, result."""
    one, actor = loaded(request, Vote), actor_of(request)
    row = selectors.one_vote(one.pk, actor)
    context = {
        "row": row, "may_count": COUNTERS.check(actor) and not row["is_confirmed"],
        "may_confirm": SCRUTINEERS.check(actor) and row["ready"] and not row["is_confirmed"] and not row["is_counter"],
        "may_decide": OFFICE.check(actor) and not one.election_id and not row["is_confirmed"] and not row["ranked"]
        and not row["graded"]
        and not row["sheets"],
        "may_repeat": OFFICE.check(actor) and bool(row.get("again")) and not Vote.objects.filter(first=one).exists(),
    }  # fmt: skip
    return render(request, "projects/vote.html", context)


@requires(AT_VOTE, vote_here)
@require_safe
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """The 票决办法 to be printed, with what the rehearsal says."""
    one = loaded(request, Vote)
    made = rule_of(one)
    present = made.quorum.needed(one.in_office)
    advice = rehearse(made, Meeting(in_office=one.in_office, present=present), runs=_RUNS).advice
    context = {"row": selectors.one_vote(one.pk, actor_of(request)), "present": present, "back": _page(one.pk),
               "advice": ballot_texts.sentences(advice, _)}  # fmt: skip
    return render(request, "projects/rule.html", context)


@requires(AT_VOTE, vote_here)
@require_safe
def ballot(request: HttpRequest, pk: int) -> HttpResponse:
    """The ballot to be printed: large type, no serial number, nothing that tells one paper from another."""
    one = loaded(request, Vote)
    made = rule_of(one)
    how = _(ballot_texts.HOW[made.preset]).format(seats=made.seats)
    if one.purpose == Purpose.EVALUATE:
        how = _("每个项目在一格里画“○”：满意、基本满意、不满意，只选一格。")
    context = {"row": selectors.one_vote(one.pk, actor_of(request)), "how": how, "back": _page(one.pk)}
    return render(request, "projects/ballot.html", context)


@requires(COUNTERS, vote_here)
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """A counter's sheet; the other counter's numbers are not shown."""
    one, actor = loaded(request, Vote), actor_of(request)
    row = selectors.one_vote(one.pk, actor)
    graded = row["graded"]
    form = CountForm(
        row["rule"], row["candidates"], one.in_office, posted(request), graded=graded,
        initial=typed(row["own"], graded=graded),
    )  # fmt: skip

    def run(_data: Mapping[str, Any]) -> None:
        EnterSheet(actor=actor, vote=one, counts=form.counts()).execute()

    return form_page(
        request, form, run, title=_("录入计票单"), sub=_("照纸上的数字录入；另一名计票人录入的数字您看不到。"),
        back=_page(one.pk), done=_("已经录入。"),
    )  # fmt: skip


@requires(SCRUTINEERS, vote_here)
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """A scrutineer confirms."""
    one = loaded(request, Vote)

    def run(data: Mapping[str, Any]) -> None:
        ConfirmCount(actor=actor_of(request), vote=one, scan=data["scan"]).execute()

    return form_page(
        request, forms.ConfirmForm(posted(request)), run, title=_("监票人确认计票结果"),
        sub=_("两名计票人逐项一致。确认以后不能再改，项目的去向随即确定。"), back=_page(one.pk), done=_("已经确认。"),
    )  # fmt: skip


@requires(OFFICE, vote_here)
@require_http_methods(["GET", "POST"])
def repeat(request: HttpRequest, pk: int) -> HttpResponse:
    """The further vote that the result asks for: among the tied, or for the places left."""
    one = loaded(request, Vote)
    linked = next_vote(one)

    def run(data: Mapping[str, Any]) -> None:
        AdoptRule(
            actor=actor_of(request), season=one.season, meeting=data["meeting"], held_on=data["held_on"],
            in_office=one.in_office, rule=linked[0] if linked else rule_of(one), first=one,
        ).execute()  # fmt: skip

    form = forms.AgainForm(posted(request), initial={"meeting": one.meeting, "held_on": today()})
    return form_page(
        request, form, run, title=_("再次投票"), sub=one.meeting, back=season_page(one.season_id),
        done=_("已经登记，可以印选票。"),
    )  # fmt: skip


@requires(OFFICE, vote_here)
@require_http_methods(["GET", "POST"])
def electronic(request: HttpRequest, pk: int) -> HttpResponse:
    """The meeting's decision to vote electronically; before it is written down nothing of that is shown."""
    one = loaded(request, Vote)

    def run(data: Mapping[str, Any]) -> None:
        GoElectronic(actor=actor_of(request), vote=one, decided=data).execute()

    return form_page(
        request, DecisionForm(posted(request), initial={"decided_on": today()}), run, title=_("会议决定用电子票决"),
        sub=_("没有会议的决定，只用纸质选票。正式用来作决定以前，还要请外面的专家审过。"), back=_page(one.pk),
        done=_("已经登记，请打开电子票决的流程单。"),
    )  # fmt: skip


@requires(AT_VOTE, vote_here)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The result report and the announcement, to be signed."""
    one = loaded(request, Vote)
    context = {"row": selectors.one_vote(one.pk, actor_of(request)), "back": _page(one.pk)}
    return render(request, "projects/report.html", context)

"""What the room hangs on the house when it is ready."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.journal import kinds, verbs
from lianxin.journal.actors import Actor
from lianxin.journal.models import OutboxMessage
from lianxin.messages.addressing import notify_on, to_deputy, to_unit
from lianxin.messages.sentences import Sentence
from lianxin.projects import fate
from lianxin.projects.models import Idea, Project
from lianxin.projects.policies import ANSWERERS, AS_DEPUTY, AT_VOTE, LISTERS, READERS
from lianxin.records import access
from lianxin.records.access import Label
from lianxin.records.models import Attachment
from lianxin.ui import registry

_KINDS: Final = (
    ("idea", "projects.Idea", "实事项目线索"),
    ("project", "projects.Project", "实事项目"),
    ("project_season", "projects.Season", "实事项目年度"),
    ("project_vote", "projects.Vote", "实事项目票决"),
    ("project_consultation", "projects.Consultation", "居民征询"),
    ("project_wish", "projects.Wish", "群众点单"),
)
_VERBS: Final = (
    ("project.season", _("实事项目年度登记或更正")),
    ("project.collect", _("登记线索")),
    ("project.merge", _("线索并入项目")),
    ("project.pass", _("线索转出或不列入")),
    ("project.tell", _("记下已经告知")),
    ("project.propose", _("提出项目或填筛选表")),
    ("project.screen", _("列为候选项目")),
    ("project.move", _("项目的去向")),
    ("project.milestone", _("加节点")),
    ("project.plan", _("公布实施计划")),
    ("project.step_done", _("节点完成")),
    ("project.accept", _("验收")),
    ("project.group", _("定督办代表组")),
    ("project.month", _("报月报")),
    ("project.inspect", _("记视察、询问或者回头看")),
    ("project.answer", _("答复代表组")),
    ("project.change", _("依决定调整项目")),
    ("project.evaluation", _("登记代表测评")),
    ("project.ask_residents", _("登记征询")),
    ("project.resident_answer", _("答征询")),
    ("project.wish", _("登记群众点单")),
    ("project.codes", _("印点单码")),
    ("project.cast_wish", _("居民点单")),
    ("project.survey", _("记居民或者第三方评价")),
    ("project.rule", _("固定票决办法")),
    ("project.electronic", _("这次票决用电子选票")),
    ("project.sheet", _("录入计票单")),
    ("project.confirm", _("确认计票结果")),
)
#: Forks of which deputies and units hear by the inbox.
_TOLD: Final = (
    "project.collect", "project.merge", "project.pass", "project.screen", "project.move", "project.plan",
    "project.confirm", "project.accept", "project.change",
)  # fmt: skip


def _givers(_message: OutboxMessage, data: Mapping[str, Any]) -> list[str]:
    deputies = [to_deputy(pk) for pk in data.get("deputies", ())]
    return [*deputies, *(to_unit(pk) for pk in data.get("units", ()))]


def _ideas(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Ideas on a page of the chain."""
    if not READERS.check(actor):
        return {}
    rows = Idea.objects.filter(pk__in=list(ids))
    return {one.pk: Label(one.number, reverse("projects:idea", args=[one.pk]), one.get_state_display()) for one in rows}


def _projects(actor: Actor, ids: Iterable[int]) -> Mapping[int, Label]:
    """Projects on a page of the chain."""
    if not READERS.check(actor):
        return {}
    rows = Project.objects.filter(pk__in=list(ids))
    return {
        one.pk: Label(one.name, reverse("projects:project", args=[one.pk]), one.get_state_display()) for one in rows
    }


def _there(where: str, _message: OutboxMessage, _data: Mapping[str, Any]) -> str:
    """Where a notice leads."""
    return where


def _may_read_files(actor: Actor, _project: int, _file: Attachment) -> bool:
    """What proves an acceptance is read by all who follow projects, deputies among them."""
    return READERS.check(actor) or AS_DEPUTY.check(actor)


def register() -> None:
    """Kinds, verbs, labels of the chain, notices to givers, navigation."""
    for kind in _KINDS:
        kinds.register(*kind)
    for verb in _VERBS:
        verbs.register(*verb)
    access.labels_of("idea", _ideas)
    access.labels_of("project", _projects)
    words = _("民生实事项目 %(project)s：%(fork)s。里面有您提的想法。")
    for code in _TOLD:
        notify_on(code, _givers, Sentence(code, words), lambda _message, _data: "projects/")
    asked = _("民生实事项目 %(project)s：%(fork)s。")
    for code, where in (("project.group", "deputy/projects/"), ("project.inspect", "desk/projects/answers/"),
                        ("project.answer", "deputy/projects/")):  # fmt: skip
        notify_on(code, _givers, Sentence(code, asked), partial(_there, where))
    access.files_of("project", _may_read_files)
    registry.panel("resident", "projects/resident_panel.html", 60, None, fate.of_opinion)
    group = _("民生实事项目")
    registry.nav("desk", _("征集、票决、实施"), "projects:seasons", order=95, policy=AT_VOTE, icon="list", group=group)
    registry.nav(
        "desk", _("答复代表组"), "projects:answers", order=96, policy=ANSWERERS, icon="list", group=group,
    )  # fmt: skip
    registry.nav("desk", _("征询居民"), "projects:consultations", order=97, policy=LISTERS, icon="list", group=group)
    registry.nav("deputy", _("实事项目"), "projects:own", order=32, policy=AS_DEPUTY, icon="check")
    registry.nav("public", _("民生实事项目"), "projects:shown", order=36, icon="list")

"""Publication: somebody with the right to approves a reviewed text for an audience; nothing is published by itself.

Each room says for its kinds who may approve (:func:`approved_by`); a kind nobody registered cannot be published.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.core.masking import find_personal
from lianxin.core.text import MAX_TEXT, tidy, tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import Actor
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.records.models import Audience, Publication

#: May this actor publish the object with this id?
MayPublish = Callable[[Actor, int], bool]

_approvers: dict[str, MayPublish] = {}


def approved_by(kind: str, may_publish: MayPublish) -> None:
    """Register who may publish about objects of ``kind``; a second call replaces the first."""
    _approvers[kind] = may_publish


def may_publish(actor: Actor, kind: str, object_id: int) -> bool:
    """Whether an actor may publish about an object."""
    rule = _approvers.get(kind)
    return rule is not None and rule(actor, object_id)


@dataclass(kw_only=True)
class Publish(Action[Publication]):
    """Approve a text about an object for an audience, from a day on; a text shown before is superseded.

    Raises ``NotAllowed``; ``Invalid`` at ``title``, ``text``, ``shown_to`` — also when the text still holds personal
    data (telephone numbers, ID numbers …).
    """

    verb: ClassVar[str] = "publication.publish"

    object_kind: str
    object_id: int
    audience: Audience
    title: str
    text: str
    shown_from: dt.date | None = None
    shown_to: dt.date | None = None
    made: Publication | None = field(default=None, init=False)

    def check(self) -> None:
        """Right, text and days."""
        if not may_publish(self.actor, self.object_kind, self.object_id):
            raise NotAllowed("publish", _("您不能批准公开这项内容。"))
        problems = [*_text_problems(self.title, self.text), *self._day_problems()]
        if problems:
            raise Invalid(*problems)

    def _day_problems(self) -> list[FieldProblem]:
        if self.shown_to is None or self.shown_to >= (self.shown_from or today()):
            return []
        return [FieldProblem("shown_to", "before_start", _("结束日期不能早于开始日期。"))]

    def perform(self) -> Publication:
        """Store the new text and end the one before."""
        before = current(self.object_kind, self.object_id, self.audience)
        if before is not None:
            _withdraw(before, self.actor, _("由新的内容替换"))
        self.made = Publication.objects.create(
            object_kind=self.object_kind,
            object_id=self.object_id,
            audience=self.audience,
            title=tidy_line(self.title),
            text=tidy(self.text),
            shown_from=self.shown_from or today(),
            shown_to=self.shown_to,
            approved_by_kind=self.actor.kind,
            approved_by_id=self.actor.id,
            approved_by_label=self.actor.label[:120],
            approved_at=now(),
            supersedes_id=before.pk if before else None,
        )
        return self.made

    def subject(self) -> Subject:
        """The object the text is about."""
        return Subject(self.object_kind, self.object_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which publication, for whom, until when."""
        made = self.made
        return {"publication": str(made.pk) if made else "", "audience": self.audience, "until": self.shown_to}

    def request_data(self) -> object:
        """Everything that was typed."""
        return [self.object_kind, str(self.object_id), self.audience, self.title, self.text]

    def recall(self, kind: str, object_id: int) -> Publication:
        """The publication that the first call made."""
        return Publication.objects.filter(object_kind=kind, object_id=object_id, audience=self.audience).order_by(
            "-id"
        )[0]


@dataclass(kw_only=True)
class Withdraw(Action[Publication]):
    """Take a publication back, with a reason; the row stays.

    Raises ``NotAllowed``, ``Invalid`` at ``reason``, ``WrongState`` when it is withdrawn already.
    """

    verb: ClassVar[str] = "publication.withdraw"

    publication_id: int
    reason: str
    row: Publication = field(init=False)

    def lock(self) -> None:
        """Lock the publication."""
        self.row = Publication.objects.select_for_update().get(pk=self.publication_id)

    def check(self) -> None:
        """Right, state and reason."""
        if not may_publish(self.actor, self.row.object_kind, self.row.object_id):
            raise NotAllowed("publish", _("您不能撤回这项公开内容。"))
        if self.row.withdrawn_at is not None:
            raise WrongState("withdrawn", _("这项内容已经撤回。"))
        if not tidy_line(self.reason):
            raise Invalid.at("reason", "reason_missing", _("请写明撤回的理由。"))

    def perform(self) -> Publication:
        """Mark it withdrawn."""
        _withdraw(self.row, self.actor, self.reason)
        return self.row

    def subject(self) -> Subject:
        """The object the text is about."""
        return Subject(self.row.object_kind, self.row.object_id)

    def entry_data(self) -> Mapping[str, object]:
        """Which publication."""
        return {"publication": str(self.row.pk), "audience": self.row.audience}


def current(kind: str, object_id: int, audience: str) -> Publication | None:
    """The publication about an object that was not withdrawn, if any."""
    rows = Publication.objects.filter(object_kind=kind, object_id=object_id, audience=audience, withdrawn_at=None)
    return rows.order_by("-id").first()


def shown(audience: str, limit: int = 50) -> list[dict[str, Any]]:
    """What an audience may see today, newest first, as prepared rows; one statement."""
    day = today()
    rows = Publication.objects.filter(audience=audience, withdrawn_at=None, shown_from__lte=day)
    rows = rows.filter(Q(shown_to=None) | Q(shown_to__gte=day)).order_by("-shown_from", "-id")[:limit]
    return [
        {"title": row.title, "text": row.text, "from": row.shown_from, "token": row.token, "object": row.object_id}
        for row in rows
    ]


def _text_problems(title: str, text: str) -> list[FieldProblem]:
    """What is wrong with a title and a text."""
    problems = []
    if not 1 <= len(tidy_line(title)) <= 120:
        problems.append(FieldProblem("title", "title_length", _("请填写标题，120字以内。")))
    if not 1 <= len(tidy(text)) <= MAX_TEXT:
        problems.append(FieldProblem("text", "text_length", _("请填写公开的内容，2万字以内。")))
    for name, value in (("title", title), ("text", text)):
        found = find_personal(value)
        if found:
            sentence = _("这里还有个人信息（%(what)s），请改写后再公开。") % {"what": found[0].value}
            problems.append(FieldProblem(name, "personal", sentence))
    return problems


def _withdraw(row: Publication, actor: Actor, reason: str) -> None:
    row.withdrawn_at, row.withdrawn_by_label = now(), actor.label[:120]
    row.withdrawn_reason = tidy_line(reason)[:300]
    row.save(update_fields=["withdrawn_at", "withdrawn_by_label", "withdrawn_reason"])

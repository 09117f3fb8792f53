"""The reply form: every point answered or honestly not, results of the town's scheme, five honest ways to say no,
promises with a day; what a draft lacks is said at its field before anybody has to send it back.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms as django_forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lianxin.cases import lists, rules, texts
from lianxin.cases.actions import PointReply
from lianxin.cases.actions.reply import KeepDraft, prefix_of, reply_lacks
from lianxin.cases.desk import reply_parts as parts
from lianxin.cases.desk.forms import MoveForm, line_field
from lianxin.cases.models import PointAnswer, Reply
from lianxin.cases.selectors.answers import ShownAnswer, shown
from lianxin.cases.selectors.case_page import CasePage, PointView
from lianxin.journal.errors import Invalid
from lianxin.ui import forms
from lianxin.ui.listing import listed, told


@dataclass(frozen=True, slots=True)
class WayRows:
    """One way to say no, with its bound fields."""

    code: str
    label: str
    fields: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class PartRows:
    """One part of the form as the page shows it; ``open`` names the folded groups that hold something."""

    point: PointView | None
    result: BoundField
    no_reason: BoundField
    ways: tuple[WayRows, ...]
    promise: tuple[BoundField, ...]
    answer: BoundField | None = None
    no_answer: BoundField | None = None
    open_no: bool = False
    open_promise: bool = False
    open_no_answer: bool = False


class ReplyForm(MoveForm):
    """A whole reply."""

    template: ClassVar[str] = "cases/desk/reply.html"

    text = forms.WordsField(
        label=_("答复"), max_length=10_000, rows=8,
        help_text=_("写给居民看：先说结果，再说做了什么、什么时候。不写“已转相关部门”这样的话。"),
        error_messages={"required": _("请写下给居民的答复。")},
    )  # fmt: skip
    result_reason = line_field(_("结果的说明"), 500)
    scheme = django_forms.ChoiceField(label=_("结果分类"), required=False)

    def __init__(self, *args: Any, page: CasePage, **kwargs: Any) -> None:
        """Add the fields of the whole and of every point, and what an earlier draft or reply had in them."""
        self.book = lists.book()
        self.before, self._answers_before = _before(page)
        data = args[0] if args else kwargs.get("data")
        self.chosen = self._scheme(data)
        super().__init__(*args, page=page, **kwargs)
        self.choose("scheme", [(one.code, _named(one)) for one in self.book["result_scheme"].values()])
        self.initial["scheme"] = self.chosen
        self._add("", gettext("按各点的结果自动取") if page.points else gettext("请选择"))
        self.keeping = "keep" in (data or {})
        self.fields["text"].required = not self.keeping
        for point in page.points:
            prefix = f"point-{point.id}-"
            self.fields[f"{prefix}answer"] = forms.WordsField(
                label=gettext("对这一点的答复"), max_length=4000, rows=3, required=False
            )
            self.fields[f"{prefix}no_answer_reason"] = line_field(gettext("这一点为什么不能答复"), 300)
            self._add(prefix, gettext("与总的结果相同"))

    def _scheme(self, data: Mapping[str, Any] | None) -> str:
        """The scheme that was chosen, that of the earlier draft, or the town's."""
        schemes = self.book["result_scheme"]
        asked = str(data.get("scheme", "")) if data else ""
        earlier = self.before.scheme if self.before is not None else ""
        standard = next((one.code for one in schemes.values() if one.extra.get("is_default")), "SH4")
        return next((code for code in (asked, earlier, standard) if code in schemes), standard)

    def _add(self, prefix: str, empty: str) -> None:
        rows = self.book["result_scheme"][self.chosen].extra["results"]
        pairs = [(str(row["code"]), str(row["label"])) for row in rows]
        self.fields[f"{prefix}result_code"] = parts.result_field(pairs, empty)
        self.fields |= parts.promise_fields(prefix) | parts.no_fields(self.book, prefix)

    def known(self, page: CasePage) -> dict[str, Any]:
        """The draft as it stands, or the last reply where it is answered again."""
        if self.before is None:
            return {}
        found = {"text": self.before.text, "result_reason": self.before.result_reason}
        found |= parts.typed_before(self.before, self.book, "")
        for answer in self._answers_before:
            prefix = f"point-{answer.point_id}-"
            found |= {f"{prefix}answer": answer.answer, f"{prefix}no_answer_reason": answer.no_answer_reason}
            found |= parts.typed_before(answer, self.book, prefix)
        return found

    # --- what was typed ---------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        """Say at its field what the reply still lacks, so that nobody signs or returns half a reply."""
        data = super().clean() or self.cleaned_data
        if "text" not in data or self.keeping:
            return data
        reply, answers = self.stored()
        if not reply.result_code:
            self.add_error("result_code", gettext("请选办理结果；或者给每一点各选一个。"))
        for point in self.page.points:
            name = f"point-{point.id}-answer"
            if not self.errors.get(name) and not data.get(name) and not data.get(f"point-{point.id}-no_answer_reason"):
                self.add_error(name, gettext("请答复第 %(n)d 点，或者写明为什么不能答复。") % {"n": point.order})
        for part, lack, label in reply_lacks(reply, answers):
            name = self._field_of(prefix_of(part), part.no_reason, lack)
            if not self.errors.get(name):
                self.add_error(name, texts.lack(lack.code, label))
        return data

    def _field_of(self, prefix: str, no_reason: str, lack: rules.Lack) -> str:
        """The field a lack belongs to; a point's reason is its answer."""
        if lack.key:
            return f"{prefix}fact-{no_reason}-{lack.key}"
        if lack.field == "result_reason" and prefix:
            return f"{prefix}answer"
        return f"{prefix}{lack.field}"

    def take(self, problem: Invalid) -> None:
        """A refusal of the action that names a point stands at the answer to it."""
        for item in problem.problems:
            name = item.field if item.field in self.fields else f"{item.field}-answer"
            self.add_error(name if name in self.fields else None, item.message)

    def stored(self) -> tuple[Reply, list[PointAnswer]]:
        """The reply as it would be stored, nothing saved: for what it lacks and for the preview."""
        data = self.cleaned_data
        common = parts.common(data, self.book, "")
        reply = Reply(
            text=data.get("text", ""), scheme=self.chosen, result_reason=data.get("result_reason", ""), **common
        )
        answers = []
        for point in self.page.points:
            prefix = f"point-{point.id}-"
            answer, why_not = data.get(f"{prefix}answer") or "", data.get(f"{prefix}no_answer_reason") or ""
            columns = parts.common(data, self.book, prefix)
            if answer or why_not or any(value not in ("", "{}", None) for value in columns.values()):
                answers.append(PointAnswer(point_id=point.id, answer=answer, no_answer_reason=why_not, **columns))
        codes = [one.result_code for one in answers if one.result_code]
        reply.result_code = reply.result_code or rules.worst_result(list(lists.results(self.chosen)), codes)
        return reply, answers

    def facts(self) -> dict[str, Any]:
        """The reply with its parts put together."""
        reply, answers = self.stored()
        names = ("text", "scheme", "result_code", "result_reason", "no_reason", "promise_text", "promise_on")
        return {
            **{name: getattr(reply, name) for name in names},
            "no_facts": json.loads(reply.no_facts),
            "points": [_point_reply(one) for one in answers],
        }

    # --- how it is shown --------------------------------------------------------------------------

    def action(self, usual: type[Any]) -> type[Any]:
        """Kept as it is, or sent to be signed."""
        return KeepDraft if self.keeping else usual

    def done(self, label: str) -> str:
        """What was kept was not sent."""
        return gettext("已经先存着，还没有送负责人。") if self.keeping else super().done(label)

    def notes(self) -> list[str]:
        """What must be there before it is sent; why it came back, or that an earlier answer stands in the form."""
        return [self._needed(), *self._earlier()]

    def _needed(self) -> str:
        """What the scheme asks for, said before anybody types."""
        rows = self.book["result_scheme"][self.chosen].extra["results"]
        found = [gettext("每一点的答复") if self.page.points else gettext("答复"), gettext("办理结果")]
        for key, what in (("requires_date", gettext("承诺和日期")), ("requires_reason", gettext("结果的说明"))):
            labels = listed(f"“{row['label']}”" for row in rows if row.get(key))
            if labels:
                found.append(gettext("选%(results)s的，还要%(what)s") % {"results": labels, "what": what})
        return gettext("送签要写齐：%(what)s；办不了的，还要写明原因的各项。没写完可以先存着。") % {"what": told(found)}

    def _earlier(self) -> list[str]:
        if self.before is None:
            return []
        if self.before.signed_at is not None:
            return [gettext("下面先放上一次的答复。居民说没有解决，请对着居民的话改写，不要原样再发。")]
        if self.before.sent_back_reason:
            return [gettext("负责人退回重拟：%(reason)s") % {"reason": self.before.sent_back_reason}]
        return []

    def context(self) -> dict[str, Any]:
        """The parts in groups, and the preview where something was typed."""
        rows = [self._rows("", None), *[self._rows(f"point-{one.id}-", one) for one in self.page.points]]
        return {**super().context(), "whole": rows[0], "parts": rows[1:], "preview": self._preview()}

    def _rows(self, prefix: str, point: PointView | None) -> PartRows:
        ways = tuple(
            WayRows(way.code, way.label, tuple(self[name] for _key, name in way.facts))
            for way in parts.ways(self.book, prefix)
        )
        promise = (self[f"{prefix}promise_text"], self[f"{prefix}promise_on"])
        said_no = self[f"{prefix}no_reason"]
        no_answer = self[f"{prefix}no_answer_reason"] if point else None
        return PartRows(
            point=point,
            result=self[f"{prefix}result_code"],
            no_reason=said_no,
            ways=ways,
            promise=promise,
            answer=self[f"{prefix}answer"] if point else None,
            no_answer=no_answer,
            open_no=bool(said_no.value() or said_no.errors or any(one.errors for way in ways for one in way.fields)),
            open_promise=any(one.value() or one.errors for one in promise),
            open_no_answer=no_answer is not None and bool(no_answer.value()),
        )

    def _preview(self) -> ShownAnswer | None:
        """What the resident would read now."""
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return None
        reply, answers = self.stored()
        points = {one.id: one.text for one in self.page.points}
        unit = self.page.case.lead_unit
        return shown(reply, answers, points, unit.name if unit is not None else "", self.book)


def _before(page: CasePage) -> tuple[Reply | None, list[PointAnswer]]:
    """The unsigned draft, else the last signed reply, with its answers; nothing for a first reply."""
    if not page.replies:
        return None, []
    drafts = [one for one in page.replies if one.is_draft and one.is_present]
    signed = [one for one in page.replies if not one.is_draft]
    chosen = (drafts or signed)[-1:]
    reply = Reply.objects.filter(pk=chosen[0].id).first() if chosen else None
    answers = list(PointAnswer.objects.filter(reply_id=reply.pk).order_by("id")) if reply is not None else []
    return reply, answers


def _named(scheme: lists.Entry) -> str:
    """A scheme with its version, and that it is still to be confirmed."""
    words = gettext("%(name)s（%(version)s 版）") % {"name": scheme.label, "version": scheme.version}
    return words if scheme.status == "confirmed" else gettext("%(name)s，待核") % {"name": words}


def _point_reply(answer: PointAnswer) -> PointReply:
    return PointReply(
        point_id=answer.point_id,
        answer=answer.answer,
        no_answer_reason=answer.no_answer_reason,
        result_code=answer.result_code,
        no_reason=answer.no_reason,
        no_facts=json.loads(answer.no_facts),
        promise_text=answer.promise_text,
        promise_on=answer.promise_on,
    )

"""Signing: the head sees exactly what goes out, and what it still lacks."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _

from lianxin.cases import lists, texts
from lianxin.cases.actions.reply import reply_lacks
from lianxin.cases.desk.co_opinions import help_of
from lianxin.cases.desk.forms import MoveForm
from lianxin.cases.models import PointAnswer, Reply
from lianxin.cases.selectors.answers import shown


class SignForm(MoveForm):
    """Nothing to fill in: the reply as the resident will read it, and a button."""

    template: ClassVar[str] = "cases/desk/sign.html"

    def context(self) -> dict[str, Any]:
        """The reply that waits, who wrote it, and what keeps it from being signed."""
        reply = (
            Reply.objects.filter(case_id=self.page.case.pk, signed_at=None, superseded=False).order_by("-id").first()
        )
        if reply is None:
            return {**super().context(), "preview": None, "lacks": []}
        answers = list(PointAnswer.objects.filter(reply_id=reply.pk).order_by("id"))
        points = {one.id: one.text for one in self.page.points}
        unit = self.page.case.lead_unit
        return {
            **super().context(),
            "preview": shown(reply, answers, points, unit.name if unit is not None else "", lists.book()),
            "drafted_by": reply.drafted_by_label,
            "lacks": self._lacks(reply, answers, points),
            "may_send_back": any(one.code in {"redraft", "redraft_again"} for one in self.page.moves),
            "send_back": next((one.code for one in self.page.moves if one.code.startswith("redraft")), ""),
        }

    def _lacks(self, reply: Reply, answers: list[PointAnswer], points: dict[int, str]) -> list[str]:
        """Every reason why signing would be refused, in words."""
        answered = {one.point_id for one in answers if one.answer or one.no_answer_reason}
        found = [_("“%(point)s”还没有答复。") % {"point": text} for pk, text in points.items() if pk not in answered]
        for part, lack, label in reply_lacks(reply, answers):
            where = "" if isinstance(part, Reply) else _("“%(point)s”：") % {"point": points.get(part.point_id, "")}
            found.append(where + texts.lack(lack.code, label))
        if help_of(self.page).waits:
            found.append(texts.refusal("co_opinions_in"))
        return found

"""The deputies judge the answer: attitude and result apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from lianxin.cases.models.suggestion import Grade, SuggestionReply, SuggestionVoice
from lianxin.cases.policies import deputy_ids
from lianxin.cases.suggestions import workflow
from lianxin.cases.suggestions.actions.base import WithReason
from lianxin.cases.suggestions.rules import MOST_ROUNDS, Facts
from lianxin.core.clock import now, today
from lianxin.journal.errors import FieldProblem


@dataclass(kw_only=True)
class _Judging(WithReason):
    """Two grades and, for a bad one, a reason."""

    attitude: str = ""
    result: str = ""

    def problems(self) -> Sequence[FieldProblem]:
        """Known grades."""
        for name in ("attitude", "result"):
            if getattr(self, name) not in Grade.values:
                setattr(self, name, "")
        return super().problems()

    def reply(self) -> SuggestionReply:
        """The answer that counts."""
        return SuggestionReply.objects.get(suggestion=self.row, round=self.row.round)

    def say(self, deputies: frozenset[int]) -> None:
        """A voice each, once."""
        reply = self.reply()
        for pk in sorted(deputies):
            SuggestionVoice.objects.create(
                reply=reply, deputy_id=pk, attitude=self.attitude, result=self.result, reason=self.reason,
                made_at=now(),
            )  # fmt: skip

    def facts(self) -> Facts:
        """The grades, the round."""
        return Facts(
            today=today(), attitude=self.attitude, result=self.result, reason=self.reason, round=self.row.round
        )

    def details(self) -> Mapping[str, object]:
        """The grades; the reason stays on the sheet."""
        return {"attitude": self.attitude, "result_grade": self.result}


@dataclass(kw_only=True)
class Evaluate(_Judging):
    """The lead deputy or its successor; dissatisfied with the result of the first answer, it is handled again."""

    verb: ClassVar[str] = "suggestion.evaluate"
    move_code: ClassVar[str] = "evaluate"

    @property
    def move(self) -> workflow.Move:
        """Which of the two lines of the table."""
        again = self.result == Grade.BAD and self.row.round < MOST_ROUNDS
        return workflow.BY_CODE["evaluate_again" if again else "evaluate"]

    def change(self) -> None:
        """The grades of the last answer count."""
        again = self.move.code == "evaluate_again"
        self.say(frozenset({self._speaker()}))
        self.row.attitude_grade, self.row.result_grade = self.attitude, self.result
        self.row.evaluated_on = today()
        if again:
            self.row.round += 1

    def _speaker(self) -> int:
        """The lead deputy, or who took it over."""
        own = deputy_ids(self.actor)
        lead: int = self.row.deputy_id
        return lead if lead in own else min(own & self.row.heir_ids)


@dataclass(kw_only=True)
class EvaluateToo(_Judging):
    """A co-signer says its own."""

    verb: ClassVar[str] = "suggestion.evaluate_too"
    move_code: ClassVar[str] = "evaluate_too"

    def facts(self) -> Facts:
        """Whether it spoke already."""
        mine = deputy_ids(self.actor) & self.row.agreed_ids
        said = SuggestionVoice.objects.filter(reply=self.reply(), deputy_id__in=mine).exists()
        return Facts(attitude=self.attitude, result=self.result, reason=self.reason, said_already=said)

    def change(self) -> None:
        """One voice."""
        self.say(deputy_ids(self.actor) & self.row.agreed_ids)


ACTIONS: Final = (Evaluate, EvaluateToo)

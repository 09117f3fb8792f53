"""Who was there when the words were spoken: put right afterwards, when attendance became known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.translation import gettext as _

from lianxin.cases import policies, texts, workflow
from lianxin.cases.actions import intake
from lianxin.cases.models import Case, Opinion, OpinionDeputy, Source
from lianxin.deputies.models import Deputy
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import NotAllowed, WrongState


@dataclass(kw_only=True)
class CorrectPresent(Action[Case]):
    """Set which deputies were present at an opinion; the matter then belongs to them, and to those of its other voices.

    An observation keeps at least one deputy: somebody saw it.
    """

    verb: ClassVar[str] = "case.present_corrected"

    opinion_id: int
    deputy_ids: Sequence[int]
    case: Case = field(init=False, repr=False)
    opinion: Opinion = field(init=False, repr=False)
    _deputies: list[Deputy] = field(init=False, default_factory=list, repr=False)

    def lock(self) -> None:
        """The opinion's case."""
        self.opinion = Opinion.objects.get(pk=self.opinion_id)
        self.case = Case.objects.select_for_update(of=("self",)).get(pk=self.opinion.case_id)

    def check(self) -> None:
        """Whoever may write down what was said there; known deputies."""
        allowed = {workflow.RECORDER, workflow.SECRETARY, workflow.CONGRESS_OFFICE, workflow.SYSTEM}
        if not policies.parties(self.actor, self.case) & allowed:
            raise NotAllowed("not_this_party", texts.not_this_party(_("更正在场的代表")))
        self._deputies, _problems = intake.find_deputies(tuple(self.deputy_ids))
        if self.opinion.source == Source.DEPUTY_OBSERVATION and not self._deputies:
            raise WrongState("observation_deputy", str(texts.FIELD_PROBLEMS["observation_deputy"]))

    def perform(self) -> Case:
        """Replace the rows of the opinion; the case repeats the deputies of all its voices."""
        OpinionDeputy.objects.filter(opinion=self.opinion).delete()
        OpinionDeputy.objects.bulk_create([OpinionDeputy(opinion=self.opinion, deputy=one) for one in self._deputies])
        voices = OpinionDeputy.objects.filter(opinion__case_id=self.case.pk).order_by("id")
        ids = list(dict.fromkeys(voices.values_list("deputy_id", flat=True)))
        self.case.deputy_path = "".join(f"/{pk}" for pk in ids) + "/" if ids else ""
        self.case.version += 1
        self.case.save(update_fields=["deputy_path", "version"])
        return self.case

    def subject(self) -> Subject:
        """The case."""
        return Subject("case", self.case.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which voice, which deputies by code."""
        return {"opinion": str(self.opinion_id), "deputies": [one.code for one in self._deputies]}

    def announcement(self) -> None:
        """Nobody waits for it."""

"""Photos and papers beside a case: attached in the same transaction as the line of the log that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.cases import policies, texts
from lianxin.cases.actions.base import KIND, CaseAction
from lianxin.journal.actors import RESIDENT
from lianxin.journal.errors import NotAllowed
from lianxin.records.attachments import Prepared, attach
from lianxin.records.models import Attachment


@dataclass(kw_only=True)
class AttachFile(CaseAction[Attachment]):
    """Attach one prepared file; who may see the case, or whose words it is about, may add to it.

    ``prepared`` comes from :func:`lianxin.records.attachments.prepare`, which has already checked and converted the
    bytes outside of any transaction.  Raises ``Invalid`` at ``photos`` when there are nine already.
    """

    verb: ClassVar[str] = "case.attach_file"

    prepared: Prepared
    quota_key: str = ""
    _made: Attachment | None = field(init=False, default=None, repr=False)

    def check(self) -> None:
        """The speaker by code, or somebody who sees the case."""
        own = self.actor.kind == RESIDENT and bool(self.parties())
        if not own and not policies.SEE_CASE.check(self.actor, self.case):
            raise NotAllowed("not_this_party", texts.not_this_party("附件"))

    def perform(self) -> Attachment:
        """Only the attachment; the case itself does not move."""
        self._made = attach(self.prepared, KIND, self.case.pk, self.actor, quota_key=self.quota_key, field="photos")
        return self._made

    def entry_data(self) -> Mapping[str, object]:
        """The hash of the file; its name may be personal and stays out of the log."""
        return {"sha256": self.prepared.sha256, "mime": self.prepared.mime, "size": self.prepared.size}

    def announcement(self) -> None:
        """Nobody needs to be told of a photo alone."""
        return

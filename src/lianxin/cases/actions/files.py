"""Photos and papers beside a case: attached in the same transaction as the line of the log that says so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from lianxin.cases import policies, texts
from lianxin.cases.actions.base import KIND, CaseAction
from lianxin.journal.actors import RESIDENT
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.records.attachments import Prepared, attach, erase
from lianxin.records.models import Attachment


@dataclass(kw_only=True)
class AttachFile(CaseAction[Attachment]):
    """Attach one prepared file; who works on the case, or whose words it is about, may add to it.

    ``prepared`` comes from :func:`lianxin.records.attachments.prepare`, which has already checked and converted the
    bytes outside of any transaction.  Raises ``Invalid`` at ``photos`` when there are nine already.
    """

    verb: ClassVar[str] = "case.attach_file"

    prepared: Prepared
    quota_key: str = ""
    _made: Attachment | None = field(init=False, default=None, repr=False)

    def check(self) -> None:
        """The speaker by code, or somebody who works on the case; reading it is not enough."""
        own = self.actor.kind == RESIDENT and bool(self.parties())
        if not own and not policies.ATTACH.check(self.actor, self.case):
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


@dataclass(kw_only=True)
class RemoveFile(CaseAction[Attachment]):
    """Take back a file one has sent oneself: its bytes go, the row with its hash stays."""

    verb: ClassVar[str] = "case.remove_file"

    attachment_id: int
    _file: Attachment | None = field(init=False, default=None, repr=False)

    def check(self) -> None:
        """One's own, still there; one sentence for everything else."""
        rows = Attachment.objects.select_for_update().filter(owner_kind=KIND, owner_id=self.case_id, erased_at=None)
        own = rows.filter(uploaded_by_kind=self.actor.kind, uploaded_by_id=self.actor.id, sealed=False)
        self._file = own.filter(pk=self.attachment_id).first() if self.actor.id else None
        if self._file is None:
            raise WrongState("no_such_file", texts.problem("no_such_file"))

    def perform(self) -> Attachment:
        """Erase it."""
        if self._file is None:
            raise WrongState("no_such_file", texts.problem("no_such_file"))
        erase([self._file])
        return self._file

    def entry_data(self) -> Mapping[str, object]:
        """The hash of what is gone."""
        return {"sha256": self._file.sha256 if self._file else ""}

    def announcement(self) -> None:
        """Nobody needs to be told of a photo alone."""
        return

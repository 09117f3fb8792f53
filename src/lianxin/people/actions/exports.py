"""Exports leave a trace: who took which list out of the house, when, in which form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import NotAllowed
from lianxin.people import texts


@dataclass(kw_only=True)
class RecordExport(Action[None]):
    """Note an export in the chain of the account that made it."""

    verb: ClassVar[str] = "people.exported"

    what: str
    file_format: str

    def check(self) -> None:
        """Only somebody with an account exports lists."""
        if self.actor.kind != ACCOUNT:
            raise NotAllowed("not_allowed", texts.no_export())

    def perform(self) -> None:
        """Nothing changes but the log."""

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", int(self.actor.id))

    def entry_data(self) -> Mapping[str, object]:
        """What, and in which form; never the rows themselves."""
        return {"what": self.what[:120], "format": self.file_format}


def record_export(actor: Actor, what: str, file_format: str) -> None:
    """Note an export by somebody with an account; public lists exported by residents are not noted."""
    if actor.kind == ACCOUNT:
        RecordExport(actor=actor, what=what, file_format=file_format).execute()

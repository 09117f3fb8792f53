"""What one wants beside the inbox."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed
from lianxin.messages.channels import sorts
from lianxin.messages.channels.models import OwnChoice
from lianxin.messages.channels.sealing import seal_own
from lianxin.people.models import Account

_MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")


@dataclass(kw_only=True)
class SaveOwnChoice(Action[OwnChoice]):
    """Say by which ways which sorts of notices may come; empty addresses are forgotten at once."""

    verb: ClassVar[str] = "own_choice.saved"

    account: Account
    mail: str = ""
    phone: str = ""
    mail_sorts: Sequence[str] = ()
    phone_sorts: Sequence[str] = ()
    robot_sorts: Sequence[str] = ()

    def lock(self) -> None:
        """The present row, if there is one."""
        self.stored = OwnChoice.objects.select_for_update(of=("self",)).filter(account_id=self.account.pk).first()
        self.row = self.stored or OwnChoice(account_id=self.account.pk)

    def check(self) -> None:
        """Only for oneself; the addresses are addresses."""
        if self.actor.kind != ACCOUNT or self.actor.id != str(self.account.pk):
            raise NotAllowed("not_self", _("只能改自己的提醒。"))
        problems = [*self._mail_problems(), *self._phone_problems()]
        if problems:
            raise Invalid(*problems)

    def _mail_problems(self) -> list[FieldProblem]:
        if self.mail:
            try:
                validate_email(self.mail)
            except ValidationError:
                return [FieldProblem("mail", "mail", _("这不是邮箱地址，请检查后重新填写。"))]
        elif self.mail_sorts:
            return [FieldProblem("mail", "missing", _("选了邮件提醒，请填写工作邮箱。"))]
        return []

    def _phone_problems(self) -> list[FieldProblem]:
        if self.phone and not _MOBILE.fullmatch(self.phone):
            return [FieldProblem("phone", "phone", _("请填写 11 位的手机号码。"))]
        if self.phone_sorts and not self.phone:
            return [FieldProblem("phone", "missing", _("选了短信提醒，请填写工作手机。"))]
        return []

    def perform(self) -> OwnChoice:
        """Store it."""
        seal_own(self.row, self.mail, self.phone)
        self.row.mail_sorts, self.row.phone_sorts = _codes(self.mail_sorts), _codes(self.phone_sorts)
        self.row.robot_sorts, self.row.changed_at = _codes(self.robot_sorts), now()
        self.row.save(force_insert=self.stored is None, force_update=self.stored is not None)
        return self.row

    def subject(self) -> Subject:
        """The choice."""
        return Subject("own_choice", self.row.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Which sorts by which way; no address."""
        return {"mail": self.row.mail_sorts, "phone": self.row.phone_sorts, "robot": self.row.robot_sorts}

    def announcement(self) -> None:
        """Nobody needs to hear of it."""
        return


def _codes(wanted: Sequence[str]) -> str:
    return " ".join(code for code in sorts.ALL if code in wanted)

"""Sign-ins and failures, as they stand in the log and on the account."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from lianxin.core.clock import now
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import RESIDENT, Actor
from lianxin.people import texts
from lianxin.people.models import AccessLink, Account
from lianxin.people.throttles import SIGN_IN, TooMany

#: Who acts before anybody is known.
NOT_SIGNED_IN = Actor(RESIDENT, "", "未登录者")


@dataclass(kw_only=True)
class BeginAttempt(Action[int]):
    """Count an attempt on an account before the password is looked at; returns how many are left.

    The fifth attempt locks at once; a success afterwards unlocks (:class:`RecordSignIn`).
    """

    verb: ClassVar[str] = "people.sign_in_tried"

    account: Account

    def lock(self) -> None:
        """Re-read the account under a row lock, so that parallel guesses are counted one by one."""
        self.account = Account.objects.select_for_update().get(pk=self.account.pk)

    def check(self) -> None:
        """Refuse while locked."""
        until = self.account.locked_until
        if until is not None and until > now():
            raise TooMany(until, texts.locked(until))

    def perform(self) -> int:
        """Count, and lock at the limit."""
        if self.account.locked_until is not None:
            self.account.failed_attempts, self.account.locked_until = 0, None
        self.account.failed_attempts += 1
        if self.account.failed_attempts >= SIGN_IN.times:
            self.account.locked_until = now() + SIGN_IN.lock
        self.account.save(update_fields=["failed_attempts", "locked_until"])
        return SIGN_IN.times - self.account.failed_attempts

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.account.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many attempts since the last success."""
        return {"attempt": self.account.failed_attempts, "locks": self.account.locked_until is not None}


@dataclass(kw_only=True)
class RightAttempt(Action[Account]):
    """Base of what was right: the attempts before it on this account are forgotten.

    ``method`` is ``password``, ``code``, ``link`` or ``device``, with ``+app``, ``+recovery`` or ``+replaced`` after a
    second step.
    """

    account: Account
    method: str

    def lock(self) -> None:
        """Re-read the account under a row lock."""
        self.account = Account.objects.select_for_update().get(pk=self.account.pk)

    def perform(self) -> Account:
        """Clear the counter."""
        self.account.failed_attempts, self.account.locked_until = 0, None
        self.account.save(update_fields=["failed_attempts", "locked_until"])
        return self.account

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.account.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How."""
        return {"method": self.method}


@dataclass(kw_only=True)
class RecordSignIn(RightAttempt):
    """Note that somebody is in."""

    verb: ClassVar[str] = "people.signed_in"


@dataclass(kw_only=True)
class PassFirstStep(RightAttempt):
    """Note that the password (or code) was right while a second step is still due; nobody is signed in yet.

    Attempts at the second step are counted apart.
    """

    verb: ClassVar[str] = "people.first_step_passed"


@dataclass(kw_only=True)
class RecordSignOut(Action[Account]):
    """Note that somebody signed out; devices stay trusted."""

    verb: ClassVar[str] = "people.signed_out"

    account: Account

    def perform(self) -> Account:
        """Nothing changes but the log."""
        return self.account

    def subject(self) -> Subject:
        """The account."""
        return Subject("account", self.account.pk)


@dataclass(kw_only=True)
class TryPin(Action[int]):
    """Count an attempt at a deputy's short code on the link; returns how many are left."""

    verb: ClassVar[str] = "people.pin_tried"

    link: AccessLink

    def lock(self) -> None:
        """Re-read the link under a row lock."""
        self.link = AccessLink.objects.select_for_update().get(pk=self.link.pk)

    def check(self) -> None:
        """Refuse while locked."""
        until = self.link.locked_until
        if until is not None and until > now():
            raise TooMany(until, texts.locked(until))

    def perform(self) -> int:
        """Count, and lock at the limit."""
        if self.link.locked_until is not None:
            self.link.failed_attempts, self.link.locked_until = 0, None
        self.link.failed_attempts += 1
        if self.link.failed_attempts >= SIGN_IN.times:
            self.link.locked_until = now() + SIGN_IN.lock
        self.link.save(update_fields=["failed_attempts", "locked_until"])
        return SIGN_IN.times - self.link.failed_attempts

    def subject(self) -> Subject:
        """The link."""
        return Subject("access_link", self.link.pk)

    def entry_data(self) -> Mapping[str, object]:
        """How many attempts since the last success."""
        return {"attempt": self.link.failed_attempts}

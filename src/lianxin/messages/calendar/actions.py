"""A feed's address issued and taken back."""

from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.ids import random_token
from lianxin.journal.actions import Action, Subject
from lianxin.journal.actors import ACCOUNT, Actor
from lianxin.journal.errors import NotAllowed, WrongState
from lianxin.messages.calendar.models import CalendarFeed
from lianxin.people.models import Account

KIND: Final = "calendar_feed"


def _must_be(actor: Actor, account: Account) -> None:
    if actor.kind != ACCOUNT or actor.id != str(account.pk):
        raise NotAllowed("not_self", _("只能改自己的日历订阅。"))


def _revoke_all(account: Account) -> int:
    return CalendarFeed.objects.filter(account_id=account.pk, revoked_at=None).update(revoked_at=now())


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed with its token, which exists only here and on the page it is shown on."""

    feed: CalendarFeed
    token: str


@dataclass(kw_only=True)
class IssueFeed(Action[NewFeed]):
    """Make an address for one's own feed; an earlier one ends."""

    verb: ClassVar[str] = "calendar_feed.issued"

    account: Account

    def check(self) -> None:
        """Only for oneself."""
        _must_be(self.actor, self.account)

    def perform(self) -> NewFeed:
        """Store the digest only and hand the token back."""
        _revoke_all(self.account)
        token = random_token()
        self.feed = CalendarFeed(account_id=self.account.pk, token_digest=text_digest(token), issued_at=now())
        self.feed.save(force_insert=True)
        return NewFeed(self.feed, token)

    def subject(self) -> Subject:
        """The feed."""
        return Subject(KIND, self.feed.pk)

    def announcement(self) -> None:
        """Nobody needs to hear of it."""
        return


@dataclass(kw_only=True)
class RevokeFeed(Action[int]):
    """End one's feed at once."""

    verb: ClassVar[str] = "calendar_feed.revoked"

    account: Account

    def lock(self) -> None:
        """The feed that is open."""
        rows = CalendarFeed.objects.select_for_update(of=("self",)).filter(account_id=self.account.pk, revoked_at=None)
        self.feed = rows.order_by("-id").first()

    def check(self) -> None:
        """Only for oneself, and only where there is one."""
        _must_be(self.actor, self.account)
        if self.feed is None:
            raise WrongState("none", _("没有正在使用的日历订阅。"))

    def perform(self) -> int:
        """Mark it."""
        return _revoke_all(self.account)

    def subject(self) -> Subject:
        """The feed."""
        return Subject(KIND, self.feed.pk if self.feed else 0)

    def announcement(self) -> None:
        """Nobody needs to hear of it."""
        return

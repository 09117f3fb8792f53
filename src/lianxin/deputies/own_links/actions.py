"""A read-only link is issued, shown once, and revoked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core import ids
from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.text import tidy_line
from lianxin.deputies.actions import KEEPER
from lianxin.deputies.models import Deputy, OwnLink
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import Invalid, WrongState
from lianxin.places.policies import must_hold

#: How long a link holds: our own default, to be confirmed (待核).
LIFETIME: Final = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class IssuedOwnLink:
    """A link with the token that only its holder knows."""

    link: OwnLink
    token: str


@dataclass(kw_only=True)
class IssueOwnLink(Action[IssuedOwnLink]):
    """Issue the link of a deputy; an earlier one stops, so that one deputy has one link."""

    verb: ClassVar[str] = "deputies.own_link_issued"

    deputy: Deputy

    def lock(self) -> None:
        """Lock the deputy."""
        self.deputy = Deputy.objects.select_for_update().get(pk=self.deputy.pk)

    def check(self) -> None:
        """Only the office."""
        must_hold(self.actor, KEEPER)

    def perform(self) -> IssuedOwnLink:
        """Store the digest, hand the token back."""
        moment, token = now(), ids.random_token()
        OwnLink.objects.filter(deputy_id=self.deputy.pk, revoked_at=None).update(
            revoked_at=moment, revoked_because=_("换了新的链接")
        )
        self.link = OwnLink(
            deputy=self.deputy, token_hash=text_digest(token), issued_at=moment,
            issued_by_label=self.actor.label[:120], expires_at=moment + LIFETIME,
        )  # fmt: skip
        self.link.save(force_insert=True)
        return IssuedOwnLink(self.link, token)

    def subject(self) -> Subject:
        """The link."""
        return Subject("own_link", self.link.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Whose, until when; no secret."""
        return {"deputy": self.deputy.code, "expires_at": self.link.expires_at}


@dataclass(kw_only=True)
class RevokeOwnLink(Action[OwnLink]):
    """End a link before its time."""

    verb: ClassVar[str] = "deputies.own_link_revoked"

    link: OwnLink
    because: str

    def lock(self) -> None:
        """Lock the link."""
        self.link = OwnLink.objects.select_for_update().get(pk=self.link.pk)

    def check(self) -> None:
        """Once, with a word why."""
        must_hold(self.actor, KEEPER)
        self.because = tidy_line(self.because)
        if self.link.revoked_at is not None:
            raise WrongState("revoked", _("这个链接已经停用了。"))
        if not 1 <= len(self.because) <= 200:
            raise Invalid.at("because", "length", _("请填写，最多 %(n)d 个字。") % {"n": 200})

    def perform(self) -> OwnLink:
        """Store it."""
        self.link.revoked_at, self.link.revoked_because = now(), self.because
        self.link.save(update_fields=["revoked_at", "revoked_because"])
        return self.link

    def subject(self) -> Subject:
        """The link."""
        return Subject("own_link", self.link.pk)

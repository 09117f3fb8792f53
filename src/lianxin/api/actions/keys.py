"""Keys issued and revoked."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.api import scopes
from lianxin.api.models import ApiKey
from lianxin.core.clock import now
from lianxin.core.hashing import text_digest
from lianxin.core.ids import random_token
from lianxin.core.text import tidy_line
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, WrongState
from lianxin.people import roles
from lianxin.places.models import Place, Unit
from lianxin.places.policies import must_hold

KIND: Final = "api_key"
#: What a key begins with, so that a scanner for lost secrets can recognise it.
PREFIX: Final = "lxk_"
LONGEST_DAYS: Final = 366


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key with its secret, which exists only here and on the page it is shown on."""

    key: ApiKey
    token: str


@dataclass(kw_only=True)
class IssueKey(Action[NewKey]):
    """Give another system a key: one role with its reach, some scopes, an end within a year.

    Only the security administrator; raises ``Invalid`` with a sentence for every field.
    """

    verb: ClassVar[str] = "api.key_issued"

    label: str
    owner: str
    role: str
    scopes: Sequence[str]
    days: int
    place: Place | None = None
    unit: Unit | None = None

    def check(self) -> None:
        """The right issuer, a machine's role with its reach, known scopes, a sensible end."""
        must_hold(self.actor, roles.SECURITY_ADMIN)
        problems = [*self._reach_problems(), *self._other_problems()]
        if problems:
            raise Invalid(*problems)

    def _reach_problems(self) -> list[FieldProblem]:
        if self.role not in scopes.ROLES:
            return [FieldProblem("role", "unknown", _("接口密钥不能担任这个角色。"))]
        if self.role in (*roles.AT_A_PLACE, roles.RECORDER) and self.place is None:
            return [FieldProblem("place", "missing", _("这个角色要选一个居民区或楼栋。"))]
        if self.role in roles.OF_A_UNIT and self.unit is None:
            return [FieldProblem("unit", "missing", _("这个角色要选一个单位。"))]
        return []

    def _other_problems(self) -> list[FieldProblem]:
        found = []
        if not tidy_line(self.label):
            found.append(FieldProblem("label", "missing", _("请写明是哪个系统。")))
        if not tidy_line(self.owner):
            found.append(FieldProblem("owner", "missing", _("请写明由谁负责。")))
        if not self.scopes or set(self.scopes) - set(scopes.ALL):
            found.append(FieldProblem("scopes", "unknown", _("请至少选一项用途。")))
        if not 1 <= self.days <= LONGEST_DAYS:
            found.append(FieldProblem("days", "range", _("有效期是 1 到 366 天。")))
        return found

    def perform(self) -> NewKey:
        """Store the digest only and hand the secret back."""
        token, moment = PREFIX + random_token(), now()
        self.key = ApiKey(
            label=tidy_line(self.label)[:80],
            owner=tidy_line(self.owner)[:120],
            role=self.role,
            place=self.place,
            unit=self.unit,
            scopes=" ".join(code for code in scopes.ALL if code in self.scopes),
            token_digest=text_digest(token),
            token_start=token[:9],
            issued_at=moment,
            issued_by_label=self.actor.label[:120],
            expires_at=moment + dt.timedelta(days=self.days),
        )
        self.key.save(force_insert=True)
        return NewKey(self.key, token)

    def subject(self) -> Subject:
        """The key."""
        return Subject(KIND, self.key.pk)

    def entry_data(self) -> Mapping[str, object]:
        """For which system, as what, where, for what, until when; no secret."""
        return {
            "label": self.key.label,
            "role": self.role,
            "place": str(self.place.pk) if self.place else "",
            "unit": str(self.unit.pk) if self.unit else "",
            "scopes": self.key.scopes,
            "expires_at": self.key.expires_at,
        }


@dataclass(kw_only=True)
class RevokeKey(Action[ApiKey]):
    """End a key at once, with a reason."""

    verb: ClassVar[str] = "api.key_revoked"

    key: ApiKey
    reason: str

    def lock(self) -> None:
        """Re-read the key under a row lock."""
        self.key = ApiKey.objects.select_for_update().get(pk=self.key.pk)

    def check(self) -> None:
        """Only the security administrator, once, with a reason."""
        must_hold(self.actor, roles.SECURITY_ADMIN)
        if self.key.revoked_at is not None:
            raise WrongState("revoked", _("这个密钥已经停用了。"))
        if not tidy_line(self.reason):
            raise Invalid.at("reason", "missing", _("请写明停用的原因。"))

    def perform(self) -> ApiKey:
        """Mark it."""
        self.key.revoked_at, self.key.revoked_reason = now(), tidy_line(self.reason)[:200]
        self.key.save(update_fields=["revoked_at", "revoked_reason"])
        return self.key

    def subject(self) -> Subject:
        """The key."""
        return Subject(KIND, self.key.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Why."""
        return {"reason": self.key.revoked_reason}

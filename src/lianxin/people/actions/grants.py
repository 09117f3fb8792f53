"""Roles given and taken: always with a reason, from a day, mostly to a day."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from django.utils.translation import gettext as _

from lianxin.core.clock import now, today
from lianxin.journal.actions import Action, Subject
from lianxin.journal.errors import FieldProblem, Invalid, NotAllowed, WrongState
from lianxin.people import roles
from lianxin.people.actions.accounts import is_self
from lianxin.people.models import Account, RoleGrant
from lianxin.places.models import Place, PlaceKind, Unit
from lianxin.places.policies import must_hold

#: An administrator's grant lasts at most this long, then somebody must look at it again.
LONGEST_ADMIN_GRANT: Final = dt.timedelta(days=366)


@dataclass(kw_only=True)
class GrantRole(Action[RoleGrant]):
    """Give an account a role in this town.

    An account made for an administrator's role can hold only that role, and no other account can hold
    it; so nobody holds two of the three, and no administrator sees the content of cases.
    """

    verb: ClassVar[str] = "people.role_granted"

    account: Account
    role: str
    valid_from: dt.date
    reason: str
    valid_to: dt.date | None = None
    place: Place | None = None
    unit: Unit | None = None

    def lock(self) -> None:
        """Lock the account: its version grows."""
        self.account = Account.objects.select_for_update().get(pk=self.account.pk)

    def check(self) -> None:
        """The right people, the right reach, the right dates."""
        must_hold(self.actor, roles.SECURITY_ADMIN)
        if is_self(self.actor, self.account):
            raise NotAllowed("own_account", _("不能给自己授权，要由另一位安全管理员来做。"))
        if self.role not in roles.ALL:
            raise Invalid.at("role", "unknown", _("没有这个角色。"))
        self._check_separation()
        problems = [*self._reach_problems(), *self._date_problems()]
        if not self.reason.strip():
            problems.append(FieldProblem("reason", "missing", _("请写明授权的依据，例如任命文件或会议。")))
        if problems:
            raise Invalid(*problems)

    def _check_separation(self) -> None:
        """Three administrators are three people: the account's one column decides."""
        wanted = self.role if self.role in roles.ADMINISTRATORS else ""
        if self.account.admin_role != wanted:
            raise NotAllowed(
                "separation",
                _("管理员账号只能担任建立时定下的那一种管理员，其他账号不能担任管理员。请另建一个账号。"),
            )

    def _reach_problems(self) -> list[FieldProblem]:
        problems: list[FieldProblem] = []
        if self.role in roles.AT_A_PLACE and self.place is None:
            problems.append(FieldProblem("place", "missing", _("这个角色要选一个居民区或楼栋。")))
        if self.role == roles.SECRETARY and self.place is not None and self.place.kind != PlaceKind.NEIGHBOURHOOD:
            problems.append(FieldProblem("place", "kind", _("居民区书记要选居民区。")))
        if self.role in roles.OF_A_UNIT and self.unit is None:
            problems.append(FieldProblem("unit", "missing", _("这个角色要选一个单位。")))
        if self.role in roles.ADMINISTRATORS and (self.place is not None or self.unit is not None):
            problems.append(FieldProblem("place", "not_here", _("管理员管全镇，不选地点和单位。")))
        return problems

    def _date_problems(self) -> list[FieldProblem]:
        if self.valid_to is None:
            if self.role in roles.ADMINISTRATORS:
                return [FieldProblem("valid_to", "missing", _("管理员的授权要有截止日期，最长一年。"))]
            return []
        if self.valid_to < max(self.valid_from, today()):
            return [FieldProblem("valid_to", "order", _("截止日期不能早于开始日期，也不能已经过去。"))]
        if self.role in roles.ADMINISTRATORS and self.valid_to - self.valid_from > LONGEST_ADMIN_GRANT:
            return [FieldProblem("valid_to", "too_long", _("管理员的授权最长一年，到期再授。"))]
        return []

    def perform(self) -> RoleGrant:
        """Store the grant and make stale sessions look again."""
        self.grant = RoleGrant(
            account=self.account,
            role=self.role,
            place=self.place,
            unit=self.unit,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            reason=self.reason.strip()[:200],
            granted_by_label=self.actor.label[:120],
            granted_at=now(),
        )
        self.grant.save(force_insert=True)
        self.account.access_version += 1
        self.account.save(update_fields=["access_version"])
        return self.grant

    def subject(self) -> Subject:
        """The grant."""
        return Subject("role_grant", self.grant.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Who got what, where, until when, and why."""
        return {
            "account": str(self.account.pk),
            "role": self.role,
            "place": str(self.place.pk) if self.place else "",
            "unit": str(self.unit.pk) if self.unit else "",
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "reason": self.grant.reason,
        }


@dataclass(kw_only=True)
class EndGrant(Action[RoleGrant]):
    """End a grant at once."""

    verb: ClassVar[str] = "people.role_ended"

    grant: RoleGrant
    reason: str

    def lock(self) -> None:
        """Lock the account, then the grant."""
        self.account = Account.objects.select_for_update().get(pk=self.grant.account_id)
        self.grant = RoleGrant.objects.select_for_update().get(pk=self.grant.pk)

    def check(self) -> None:
        """Only once, with a reason, and not one's own: the last administrator must not lock the door from inside."""
        must_hold(self.actor, roles.SECURITY_ADMIN)
        if is_self(self.actor, self.account):
            raise NotAllowed("own_account", _("自己的授权要由另一位安全管理员来结束。"))
        if self.grant.ended_at is not None:
            raise WrongState("ended", _("这项授权已经结束了。"))
        if not self.reason.strip():
            raise Invalid.at("reason", "missing", _("请写明结束授权的原因。"))

    def perform(self) -> RoleGrant:
        """Mark it ended; sessions see it at their next request."""
        self.grant.ended_at = now()
        self.grant.ended_reason = self.reason.strip()[:200]
        self.grant.save(update_fields=["ended_at", "ended_reason"])
        self.account.access_version += 1
        self.account.save(update_fields=["access_version"])
        return self.grant

    def subject(self) -> Subject:
        """The grant."""
        return Subject("role_grant", self.grant.pk)

    def entry_data(self) -> Mapping[str, object]:
        """Why."""
        return {"reason": self.grant.ended_reason}

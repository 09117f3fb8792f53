"""Lists of the security administrator: accounts, grants, links."""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.core.clock import now, today
from lianxin.journal.models import LogEntry
from lianxin.people import roles
from lianxin.people.actions.accounts import CreateAccount
from lianxin.people.models import AccessLink, Account, LinkPurpose, RoleGrant
from lianxin.people.selectors import holding
from lianxin.ui.lists import Cell, Column, Filter, ListSpec, Sort
from lianxin.ui.templatetags.lianxin_ui import ui_state


def accounts_here() -> QuerySet[Account]:
    """Accounts that hold or held a role in this town, or were made here."""
    granted = RoleGrant.objects.filter(account_id=OuterRef("pk"))
    made = LogEntry.objects.filter(object_kind="account", object_id=OuterRef("pk"), verb=CreateAccount.verb)
    return Account.objects.filter(Exists(granted) | Exists(made))


def grants_here() -> QuerySet[RoleGrant]:
    """All grants of this town, present and ended."""
    return RoleGrant.objects.select_related("account", "place", "unit")


def links_here() -> QuerySet[AccessLink]:
    """All links of this town."""
    return AccessLink.objects.select_related("account", "place")


def where_of(grant: RoleGrant) -> str:
    """The reach of a grant in words."""
    if grant.unit is not None:
        return str(grant.unit.name)
    return str(grant.place.name) if grant.place is not None else _("全镇")


def account_state(account: Account) -> str:
    """One code for what is the matter with an account."""
    if not account.is_active:
        return "revoked"
    if account.locked_until is not None and account.locked_until > now():
        return "paused"
    return "active"


def _account_row(account: Account) -> Mapping[str, Any]:
    state = account_state(account)
    words = {"revoked": _("已停用"), "paused": _("登录暂停"), "active": _("启用")}
    return {
        "name": Cell(account.display_name, href=reverse("administration:account", args=[account.pk])),
        "username": account.username,
        "kind": roles.label(account.admin_role) if account.admin_role else _("普通账号"),
        "password": _("已设置") if account.has_usable_password() else _("未设置"),
        "state": Cell(ui_state(state, words[state]), plain=words[state]),
        "since": account.created_at,
    }


ACCOUNTS: Final = ListSpec(
    name="accounts",
    caption=gettext_lazy("账号"),
    columns=(
        Column("name", gettext_lazy("姓名或称呼"), main=True),
        Column("username", gettext_lazy("用户名"), sort="username"),
        Column("kind", gettext_lazy("种类")),
        Column("password", gettext_lazy("密码")),
        Column("state", gettext_lazy("状态")),
        Column("since", gettext_lazy("建立时间"), sort="new"),
    ),
    filters=(
        Filter(
            "q",
            gettext_lazy("姓名或用户名"),
            lambda rows, text: rows.filter(Q(display_name__icontains=text) | Q(username__icontains=text)),
        ),
        Filter(
            "role",
            gettext_lazy("角色"),
            lambda rows, role: rows.filter(
                Exists(holding(RoleGrant.objects.filter(account_id=OuterRef("pk"), role=role)))
            ),
            kind="choice",
            choices=[(role, roles.LABELS[role]) for role in roles.ALL],
        ),
    ),
    sorts={
        "new": Sort(gettext_lazy("最新"), "created_at", descending=True),
        "username": Sort(gettext_lazy("用户名"), "username"),
    },
    row=_account_row,
)


def grant_state(grant: RoleGrant) -> str:
    """Whether a grant holds, has ended, or has not begun."""
    day = today()
    if grant.ended_at is not None or (grant.valid_to is not None and grant.valid_to < day):
        return "revoked"
    return "active"


def _grant_row(grant: RoleGrant) -> Mapping[str, Any]:
    state = grant_state(grant)
    word = _("有效") if state == "active" else _("已结束")
    return {
        "who": Cell(grant.account.display_name, href=reverse("administration:account", args=[grant.account_id])),
        "role": roles.label(grant.role),
        "where": where_of(grant),
        "from": grant.valid_from,
        "to": grant.valid_to or _("不限"),
        "state": Cell(ui_state(state, word), plain=word),
        "reason": grant.reason,
        "by": grant.granted_by_label,
    }


GRANTS: Final = ListSpec(
    name="grants",
    caption=gettext_lazy("授权"),
    columns=(
        Column("who", gettext_lazy("谁"), main=True),
        Column("role", gettext_lazy("角色")),
        Column("where", gettext_lazy("地点或单位")),
        Column("from", gettext_lazy("从")),
        Column("to", gettext_lazy("到")),
        Column("state", gettext_lazy("状态")),
        Column("reason", gettext_lazy("依据")),
        Column("by", gettext_lazy("授权人"), export_only=True),
    ),
    filters=(
        Filter(
            "role",
            gettext_lazy("角色"),
            lambda rows, role: rows.filter(role=role),
            kind="choice",
            choices=[(role, roles.LABELS[role]) for role in roles.ALL],
        ),
        Filter("ends", gettext_lazy("截止不晚于"), lambda rows, day: rows.filter(valid_to__lte=day), kind="date"),
        Filter("q", gettext_lazy("姓名"), lambda rows, text: rows.filter(account__display_name__icontains=text)),
    ),
    sorts={"new": Sort(gettext_lazy("最新"), "granted_at", descending=True)},
    row=_grant_row,
)


def link_state(link: AccessLink) -> tuple[str, str]:
    """Code and word for what a link is worth now."""
    if link.revoked_at is not None:
        return "revoked", _("已停用")
    if link.expires_at <= now():
        return "revoked", _("已过期")
    if 0 < link.max_uses <= link.uses:
        return "revoked", _("已用过")
    return "active", _("可以用")


def _link_row(link: AccessLink) -> Mapping[str, Any]:
    state, word = link_state(link)
    who = link.account.display_name if link.account else link.label
    href = reverse("administration:account", args=[link.account_id]) if link.account_id else ""
    return {
        "who": Cell(who or "—", href=href),
        "purpose": link.get_purpose_display(),
        "issued": link.issued_at,
        "expires": link.expires_at,
        "uses": link.uses,
        "state": Cell(ui_state(state, word), plain=word),
        "by": link.issued_by_label,
    }


LINKS: Final = ListSpec(
    name="links",
    caption=gettext_lazy("登录链接"),
    columns=(
        Column("who", gettext_lazy("给谁"), main=True),
        Column("purpose", gettext_lazy("用途")),
        Column("issued", gettext_lazy("发放时间")),
        Column("expires", gettext_lazy("有效到")),
        Column("uses", gettext_lazy("用过次数"), number=True),
        Column("state", gettext_lazy("状态")),
        Column("by", gettext_lazy("发放人")),
    ),
    filters=(
        Filter(
            "purpose",
            gettext_lazy("用途"),
            lambda rows, value: rows.filter(purpose=value),
            kind="choice",
            choices=LinkPurpose.choices,
        ),
    ),
    sorts={"new": Sort(gettext_lazy("最新"), "issued_at", descending=True)},
    row=_link_row,
)

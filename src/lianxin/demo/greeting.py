"""What a visitor of the example town is handed: who one can be, what to try first, and a link that works once.

Nothing here is a default password: every link is made when it is printed, and holds for a day.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from lianxin.cases import workflow
from lianxin.cases.models import Case, Opinion, Source
from lianxin.cases.sealing import open_code
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.people import roles
from lianxin.people.actions.links import IssueLink
from lianxin.people.invitations import address_of
from lianxin.people.models import Account, LinkPurpose
from lianxin.places.models import Place, PlaceKind

LIFETIME: Final = dt.timedelta(days=1)
#: Where the field workers of the example are at work.
FIELD_PLACE: Final = "N01"
#: The compound whose printed QR code a visitor may try.
QR_COMPOUND: Final = "N01-1"


@dataclass(frozen=True, slots=True)
class Part:
    """One part a visitor may play: who, what to try first, where to go, and what to type there."""

    who: str
    first: str
    address: str
    type_in: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that belong together."""

    title: str
    parts: tuple[Part, ...]


#: User name → what to try first, by group; an account that is not there is left out.
_ACCOUNTS: Final = {
    "汇总与交办": {
        "congress-office": "看“待转交”，挑几件转交；再看一件“待当面会商”",
        "congress-chair": "看全镇在办、逾期和承诺到期",
        "government-desk": "看“退回待裁定”和“已逾期”，给一件换个承办单位",
        "leader": "只看不改：哪个单位慢，哪件事反复",
    },
    "承办单位": {
        "handler-fg": "最忙也最慢的一家：找一件逾期的，拟一份答复",
        "head-fg": "经办拟好答复以后，在“待签发”里签发或退回重拟",
        "head-gs": "看“待签发”，签一份或退回重拟",
        "handler-sz": "看稻香家园积水：一件事六个人说",
    },
    "居民区": {
        "secretary-n14": "看“本周一页”：要告知谁、要问谁",
        "committee-n01": "当面记一条意见，打一张回执",
    },
    "人大代表": {
        "deputy-t01": "镇代表：看我联系的居民区说了什么",
        "deputy-c01": "市代表：看带回来的意见办到哪一步",
    },
    "监督与管理": {
        "scrutineer": "监票人：看今年的票决和测评，计票单、结果和公告",
        "security-example": "开一个账号，发一张登录码",
        "audit-example": "查谁看过联系方式，核一遍记录链",
        "system-example": "看运行情况和例行任务",
    },
}


def greeting(town: Town, base: str) -> list[Group]:
    """Everything that is printed for a visitor; new links each time."""
    with town_scope(town):
        found = [Group("居民（不用账号）", tuple(_residents(town, base)))]
        for title, wanted in _ACCOUNTS.items():
            parts = tuple(_accounts(town, base, _administrators(wanted)))
            if title == "人大代表":
                parts += tuple(_deputy_by_link(town, base, "deputy-d07"))
            if title == "居民区":
                parts += tuple(_in_the_field(town, base))
            found.append(Group(title, parts))
        return [group for group in found if group.parts]


def _residents(town: Town, base: str) -> Iterator[Part]:
    """The public front, a compound's QR code, and a query code with a question waiting."""
    site = _site(town, base)
    yield Part("从首页说一句", "三屏说完，拿到查询码", site + reverse("cases:speak").lstrip("/"))
    compound = Place.objects.filter(kind=PlaceKind.COMPOUND, code=QR_COMPOUND).first()
    if compound is not None:
        path = reverse("scanned", kwargs={"token": compound.public_token}).lstrip("/")
        yield Part("扫墙上的二维码", f"地点已经填好：{compound.name}", site + path)
    waiting = Case.objects.filter(state=workflow.REPLIED, resident_says="", asked_count__gt=0).order_by("-due_on", "id")
    opinion = (
        Opinion.objects.filter(case__in=waiting[:20], source=Source.RESIDENT).order_by("id").first()
        if waiting
        else None
    )
    if opinion is not None:
        code = open_code(opinion.code_cipher, opinion.pk)
        yield Part(
            "用查询码看进展", "看答复，说一句解决了没有", site + reverse("cases:follow").lstrip("/"), f"查询码 {code}"
        )


def _site(town: Town, base: str) -> str:
    """Where the town begins, with a slash at the end."""
    return f"{base.rstrip('/')}{'' if town.is_default or town.host else f'/t/{town.slug}'}/"


def _administrators(wanted: dict[str, str]) -> dict[str, str]:
    """User names with those of the administrators as they are called in this town."""
    ours = {account.admin_role: account.username for account in Account.objects.exclude(admin_role="")}
    return {ours.get(name.replace("-example", "_admin"), name): first for name, first in wanted.items()}


def _accounts(town: Town, base: str, wanted: dict[str, str]) -> Iterator[Part]:
    """A one-time sign-in link for each account."""
    accounts = {account.username: account for account in Account.objects.filter(username__in=wanted, is_active=True)}
    for username, first in wanted.items():
        account = accounts.get(username)
        if account is not None:
            link = IssueLink(actor=SYSTEM, purpose=LinkPurpose.SIGN_IN, account=account, lifetime=LIFETIME).execute()
            yield Part(account.display_name, first, address_of(link.token, town, base))


def _deputy_by_link(town: Town, base: str, username: str) -> Iterator[Part]:
    """A deputy as deputies come in: a personal link and a short code to type."""
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is not None:
        link = IssueLink(actor=SYSTEM, purpose=LinkPurpose.DEPUTY, account=account, lifetime=LIFETIME).execute()
        first = "区代表：手机上的样子，专属链接加短码进门"
        yield Part(account.display_name, first, address_of(link.token, town, base), f"短码 {link.pin}")


def _in_the_field(town: Town, base: str) -> Iterator[Part]:
    """Those who have no account: a visit link with a role and a place."""
    place = Place.objects.filter(kind=PlaceKind.NEIGHBOURHOOD, code=FIELD_PLACE).first()
    firsts = {
        roles.RECORDER: "走访当天，在手机上记原话",
        roles.VOLUNTEER: "走访当天，在手机上帮老人记一条（志愿服务的排班还没有开放）",
    }
    for role, first in firsts.items():
        link = IssueLink(
            actor=SYSTEM, purpose=LinkPurpose.VISIT, role=role, place=place, label="示例走访", lifetime=LIFETIME
        ).execute()
        where = place.short_name or place.name if place is not None else ""
        yield Part(f"{where}{roles.label(role)}", first, address_of(link.token, town, base))


# --- how it is printed ----------------------------------------------------------------------------


def width(text: str) -> int:
    """Columns a text takes on a terminal: two for a Chinese sign."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def padded(text: str, columns: int) -> str:
    """A text filled up to so many columns."""
    return text + " " * (columns - width(text))


def lines(groups: list[Group]) -> Iterator[str]:
    """The groups as lines: who and what to try first in two columns, the address below, what to type beside it."""
    column = max((width(part.who) for group in groups for part in group.parts), default=0) + 2
    for group in groups:
        yield ""
        yield f"── {group.title}"
        for part in group.parts:
            yield f"  {padded(part.who, column)}{part.first}"
            yield f"  {' ' * column}{part.address}{f'   {part.type_in}' if part.type_in else ''}"

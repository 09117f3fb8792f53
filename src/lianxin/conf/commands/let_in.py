"""``let-in``: an administrator who is locked out gets a set-up link, in two steps and with a reason in the log."""

import argparse
import os
import sys

from lianxin.conf.options import load_options
from lianxin.core.clock import today
from lianxin.core.hashing import same, text_digest
from lianxin.db.models import Town
from lianxin.db.scope import town_scope
from lianxin.journal.actors import SYSTEM
from lianxin.journal.errors import ActionError
from lianxin.people import roles
from lianxin.people.actions.rescue import LetAdministratorIn, has_its_role
from lianxin.people.invitations import address_of
from lianxin.people.models import Account

HELP = "管理员进不来时：分两步发一条重新设置的链接，写明原因，记入操作记录"
NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("username", metavar="用户名", help="进不来的那个管理员账号")
    parser.add_argument("--town", default="", metavar="短名", help="哪个镇；只有一个镇时可以不写")
    parser.add_argument("--reason", required=True, metavar="原因", help="为什么、谁批准的；会记入操作记录")
    parser.add_argument("--confirm", default="", metavar="确认码", help="第一步打印的确认码；写上才真的执行")


def run(options: argparse.Namespace) -> int:
    """First say what would happen, with a code; with that code do it. 0 said or done, 1 refused with a sentence."""
    towns = list(Town.objects.filter(slug=options.town) if options.town else Town.objects.order_by("pk")[:2])
    if len(towns) != 1:
        return _refuse("请用 --town 写明哪个镇（网址短名）。" if len(towns) > 1 else "没有这个镇。")
    with town_scope(towns[0]):
        account = Account.objects.filter(username=options.username).exclude(admin_role="").first()
        if account is None:
            return _refuse("没有这个管理员账号。这个命令只给三类管理员用，其他人请找安全管理员。")
        code = confirmation(towns[0], account, options.reason)
        if not options.confirm:
            return _announce(account, code)
        if not same(options.confirm.strip().upper(), code):
            return _refuse("确认码不对：换了账号、原因、日期，或者账号刚有变化，都要从第一步重来。")
        return _let_in(towns[0], account, options.reason)


def confirmation(town: Town, account: Account, reason: str) -> str:
    """Six signs that fit this account as it is, this reason and this day; nothing is stored for them."""
    facts = f"let-in|{town.pk}|{account.pk}|{account.access_version}|{today()}|{reason.strip()}"
    return text_digest(facts)[:6].upper()


def _announce(account: Account, code: str) -> int:
    role = "" if has_its_role(account) else "；角色已经到期，会续授一年"
    sys.stdout.write(
        f"将为 {account.display_name}（{roles.label(account.admin_role)}，用户名 {account.username}）：\n"
        f"  解除登录暂停；有第二步验证、关联统一身份的作废，登录后要重新设置{role}；\n"
        "  发一条首次设置链接，本人打开后自己设新密码，原来的密码和登录从那时起作废。\n"
        "这件事连同原因记入操作记录，另外两名管理员看得到。\n"
        f"确认无误，请再运行一次同样的命令，加上：--confirm {code}\n"
    )
    return 0


def _let_in(town: Town, account: Account, reason: str) -> int:
    action = LetAdministratorIn(actor=SYSTEM, account=account, reason=reason)
    try:
        action.execute()
    except ActionError as refusal:
        return _refuse(str(refusal.message))
    base = load_options(os.environ).site_url or "http://127.0.0.1:8000"
    sys.stdout.write(f"{address_of(action.issued.token, town, base)}\n")
    sys.stderr.write("请当面交给本人；7 天内用一次。已记入操作记录。\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1

"""``sign-in-links``: one-time links into the example town, one a role."""

import argparse
import os
import sys

from lianxin.conf.options import load_options
from lianxin.db.models import Town
from lianxin.people.invitations import demo_links

HELP = "演示：为示例镇的每种角色打印一个一次性登录链接"
NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--site", default="", metavar="网址", help="链接开头的网址，默认是设置里的 site_url 或本机")


def run(options: argparse.Namespace) -> int:
    """Print the links; only a town of invented data has any."""
    town = Town.objects.filter(is_demo=True).first()
    if town is None:
        sys.stderr.write("这里没有示例镇。真实的镇由安全管理员在网页上开通账号。\n")
        return 1
    base = options.site or load_options(os.environ).site_url or "http://127.0.0.1:8000"
    links = demo_links(town, base)
    width = max((len(label) for label, _address in links), default=0)
    sys.stdout.write(f"{town.name}（演示数据）的一次性登录链接，用过或 24 小时后失效：\n")
    sys.stdout.writelines(f"  {label}{'　' * (width - len(label))}  {address}\n" for label, address in links)
    return 0

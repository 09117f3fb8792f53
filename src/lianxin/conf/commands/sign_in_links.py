"""``sign-in-links``: who one can be in the example town, what to try first, and links that work once."""

import argparse
import os
import sys

from lianxin.conf.options import load_options
from lianxin.core.clock import local, now
from lianxin.db.models import Town
from lianxin.demo.greeting import greeting, lines

HELP = "演示：为示例镇的每种角色打印一次性登录链接，说明先看什么"
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
    sys.stdout.write(f"\n{town.name}（演示数据，全部虚构），镇里的钟停在 {local(now()):%Y-%m-%d %H:%M}。\n")
    sys.stdout.writelines(f"{line}\n" for line in lines(greeting(town, base)))
    sys.stdout.write(
        "\n登录链接用过一次就失效，没用过的 24 小时后失效；再打印一份：python3 dev.py run sign-in-links\n"
        "换一个人看，请先退出，或者用另一个浏览器窗口（无痕模式）。\n"
    )
    return 0

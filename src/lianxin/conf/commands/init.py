"""``init``: a new data folder with keys, database and a town, and links for its three administrators."""

import argparse
import os
import sys
from pathlib import Path

from lianxin.conf.options import load_options
from lianxin.conf.schema import ensure_town
from lianxin.people.invitations import first_administrators
from lianxin.places.profiles import BadProfile, load_profile

HELP = "安装：建立数据文件夹、密钥、数据库和一个镇，打印三位管理员的一次性设置链接"
NEEDS_DJANGO = True
CREATES_DATA = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--profile", metavar="文件", help="镇的档案（JSON 或 TOML）；不写则建一个空的镇")
    parser.add_argument("--site", default="", metavar="网址", help="链接开头的网址，默认是设置里的 site_url 或本机")


def run(options: argparse.Namespace) -> int:
    """Make the town where it is missing and print the links; running it again does no harm."""
    settings = load_options(os.environ)
    try:
        town = load_profile(Path(options.profile).expanduser()) if options.profile else ensure_town()
    except BadProfile as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    links = first_administrators(town, options.site or settings.site_url or "http://127.0.0.1:8000")
    sys.stdout.write(f"数据文件夹：{settings.data}\n镇：{town.name}（{town.slug}）\n")
    if links:
        sys.stdout.write("三位管理员的一次性设置链接（请分别交给三个人）：\n")
        sys.stdout.writelines(f"  {label}  {address}\n" for label, address in links)
    sys.stdout.write("接下来：python3 dev.py run serve\n")
    return 0

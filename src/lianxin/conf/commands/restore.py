"""``restore``: a backup back into an empty data folder, checked before and after."""

import argparse
import os
import sys
from pathlib import Path

import django
from django.core.management import call_command

from lianxin.conf import install
from lianxin.conf.cli import run_command
from lianxin.conf.dumps import BackupTrouble
from lianxin.conf.options import load_options
from lianxin.conf.restoring import restore_backup
from lianxin.conf.telling import Lines, ending_cleanly

HELP = "恢复：把备份放进一个空的数据文件夹，先核对校验值，再核对记录链和附件"
NEEDS_DJANGO = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", metavar="备份文件")
    parser.add_argument("--keys", metavar="目录", help="原来的密钥文件夹（备份里没有密钥时）")
    parser.add_argument("--new-keys", action="store_true", help="密钥已丢失：换新的（已加密的联系方式将读不出来）")
    parser.add_argument("--replace", action="store_true", help="顶替已有的内容（先停止服务；原有文件移到一边，不删除）")


def run(options: argparse.Namespace) -> int:
    """Restore, bring the database up to this version, verify all chains and attachments."""
    settings = load_options(os.environ)
    keys = Path(options.keys).expanduser() if options.keys else None
    choices = {"keys": keys, "new_keys": options.new_keys, "replace": options.replace}
    try:
        with ending_cleanly():
            manifest = restore_backup(settings, Path(options.file).expanduser(), **choices, tell=Lines(sys.stderr))
    except BackupTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    sys.stderr.write(f"已恢复 {manifest['made_at']} 的备份到 {settings.data}，正在核对记录链…\n")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    install.write_note(settings)
    has_files = manifest.get("media", True)
    if not has_files:
        sys.stderr.write("这份备份不含照片和附件，没有核对它们。\n")
    return run_command("verify", ["--files"] if has_files else [])

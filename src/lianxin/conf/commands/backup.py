"""``backup``: everything in one file, made while people work."""

import argparse
import os
import sys
from pathlib import Path

from lianxin.conf.backup import default_name, make_backup
from lianxin.conf.dumps import BackupTrouble
from lianxin.conf.options import load_options
from lianxin.conf.telling import Lines, ending_cleanly

HELP = "备份：把数据库、照片和设置存成一个带校验值的文件（不用停机）"
NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", nargs="?", metavar="文件", help="备份文件名；不写则放在数据文件夹的 backups/ 里")
    parser.add_argument("--with-keys", action="store_true", help="连同密钥一起备份（这样的文件要像密钥一样保管）")
    parser.add_argument("--without-media", action="store_true", help="不含照片和附件")


def run(options: argparse.Namespace) -> int:
    """Make the backup and say where it is."""
    settings = load_options(os.environ)
    target = Path(options.file).expanduser().absolute() if options.file else default_name(settings)
    choices = {"with_keys": options.with_keys, "with_media": not options.without_media}
    try:
        with ending_cleanly():
            parts = make_backup(settings, target, **choices, tell=Lines(sys.stderr))
    except BackupTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    size = target.stat().st_size / 1_000_000
    sys.stdout.write(f"{target}\n")
    sys.stderr.write(f"备份完成：{len(parts)} 个文件，{size:.1f} MB。\n")
    if not options.with_keys:
        sys.stderr.write("密钥没有放进备份。请另外妥善保管数据文件夹里的 keys/，没有它恢复不了联系方式。\n")
    return 0

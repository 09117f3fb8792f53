"""``town export`` and ``town import``: carry a whole town to another installation."""

import argparse
import sys
from pathlib import Path

from lianxin.db.models import Town
from lianxin.records.transfer.exporting import export_town
from lianxin.records.transfer.importing import import_town
from lianxin.records.transfer.rows import TransferTrouble

HELP = "城镇搬家：town export 导出一个镇的全部记录和附件，town import 导入到另一处"
NEEDS_DJANGO = True


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    what = parser.add_subparsers(dest="what", required=True, metavar="export|import")
    out = what.add_parser("export", help="导出一个镇", description="导出一个镇的全部记录和附件")
    out.add_argument("--out", required=True, metavar="文件", help="写到这个文件（zip）")
    out.add_argument("--town", default="", metavar="短名", help="哪个镇；只有一个镇时可以不写")
    come = what.add_parser("import", help="导入一个镇", description="导入 town export 写出的文件，全有或全无")
    come.add_argument("file", metavar="文件", help="town export 写出的文件")


def run(options: argparse.Namespace) -> int:
    """Export or import; 0 done, 1 refused with a sentence."""
    try:
        return _export(options) if options.what == "export" else _import(options)
    except TransferTrouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


def _export(options: argparse.Namespace) -> int:
    towns = list(Town.objects.filter(slug=options.town) if options.town else Town.objects.order_by("pk")[:2])
    if len(towns) != 1:
        raise TransferTrouble("请用 --town 写明导出哪个镇（网址短名）。" if len(towns) > 1 else "没有这个镇。")
    target = Path(options.out).expanduser().absolute()
    manifest = export_town(towns[0], target, _show)
    rows = sum(table["rows"] for table in manifest["tables"])
    sys.stdout.write(f"{target}\n")
    sys.stderr.write(f"导出完成：{towns[0].name}，{rows} 行，{len(manifest['media'])} 个附件文件。\n")
    sys.stderr.write("口令不在文件里，导入后请重新发放登录码；加密的联系方式需要原来的 keys/fields.key 才能读。\n")
    return 0


def _import(options: argparse.Namespace) -> int:
    town = import_town(Path(options.file).expanduser(), _show)
    sys.stdout.write(f"{town.name}\n")
    sys.stderr.write(
        "导入完成，行数、记录链和封存都与原处一致。请重新发放登录码；与这里重名的账号在名字后加了“-镇的短名”。\n"
    )
    return 0


def _show(step: str, done: int) -> None:
    """One line of progress."""
    sys.stderr.write(f"  {step}：{done}\n")

"""The offline tool: sealed envelopes to be printed, and the public list for the server.  No Django, no network.

Run it on a computer without network, print ``envelopes.html``, give ``public.json`` to the congress office, and erase
the folder: whoever keeps the codes could vote in somebody's place.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Final

from lianxin.ballots.protocol.chance import Chance, SystemChance
from lianxin.ballots.protocol.credentials import new_credential, public_of
from lianxin.ballots.protocol.encoding import BASE58
from lianxin.core.documents.qr import qr_svg

MOST: Final = 5_000
_UUID: Final = re.compile(rf"[{BASE58}]{{14,24}}")
_HEAD: Final = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>信封</title><style>
@page { size: A6; margin: 8mm } body { font-family: sans-serif; margin: 0 }
section { break-after: page; text-align: center } svg { width: 45mm; height: 45mm }
h1 { font-size: 15pt; margin: 0 0 3mm } p { font-size: 10pt; margin: 2mm 0 }
code { font-size: 15pt; font-weight: bold; overflow-wrap: anywhere }
</style>
"""
_SHEET: Final = """<section><h1>{name}</h1>{code}
<p>扫上面的码，或者打开<br>{address}<br>输入密码</p><p><code>{secret}</code></p>
<p>这张纸上没有编号，谁也不知道谁抽到哪一张。<br>请一个人投票，投完收好；不想用的，换一张纸质选票。</p></section>
"""


def make(uuid: str, count: int, address: str, name: str, chance: Chance) -> tuple[str, list[str]]:
    """The sheets as HTML, and the public credentials sorted, so that their order says nothing of the sheets."""
    secrets = [new_credential(chance) for _ in range(count)]
    sheets = [
        _SHEET.format(
            name=_plain(name), address=_plain(address), secret=secret,
            code=qr_svg(f"{address}#{secret}", title="投票页和密码"),
        )
        for secret in secrets
    ]  # fmt: skip
    publics = sorted(public_of(secret, uuid) for secret in secrets)
    return _HEAD + "".join(sheets), [str(one) for one in publics]


def _plain(words: str) -> str:
    """Words that cannot be taken for markup."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--election", required=True, metavar="名称", help="这次票决的代号，见流程单")
    parser.add_argument("--count", required=True, type=int, metavar="N", help="几个信封：代表人数，再多备几个")
    parser.add_argument("--address", required=True, metavar="地址", help="投票页的完整地址")
    parser.add_argument("--name", default="民生实事项目票决", metavar="文字", help="印在信封里的标题")
    parser.add_argument("--out", required=True, type=Path, metavar="目录", help="新的空目录")


def run(options: argparse.Namespace) -> list[Path]:
    """Write both files, readable by their owner only.  Raises ``ValueError`` or ``OSError``."""
    if not _UUID.fullmatch(options.election) or not 1 <= options.count <= MOST:
        raise ValueError("代号不对，或者信封数不在 1 到 5000 之间。")
    options.out.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(options.out.iterdir()):
        raise ValueError("目录里已经有文件，请换一个空目录。")
    sheets, publics = make(options.election, options.count, options.address, options.name, SystemChance())
    files = {"envelopes.html": sheets, "public.json": json.dumps(publics)}
    for name, content in files.items():
        path = options.out / name
        path.touch(mode=0o600)
        path.write_text(content, encoding="utf-8")
    return [options.out / name for name in files]

"""``python -m lianxin.ballots.protocol audit … | simulate … | opened … | receipt …``: no Django, no network."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from lianxin.ballots.protocol import archive, audit, election, findings, opened, receipts, simulate, texts
from lianxin.ballots.protocol.encoding import parse


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 when all is well, 1 when something is wrong, 2 when it was asked wrongly."""
    parser = argparse.ArgumentParser(
        prog="python -m lianxin.ballots.protocol", description="核对电子票决的档案 / audit archives of electronic votes"
    )
    kinds = parser.add_subparsers(dest="kind", required=True)
    _audit_options(kinds.add_parser("audit", help="按十六条规则核对一份档案 / audit an archive by sixteen rules"))
    simulate.configure(kinds.add_parser("simulate", help="模拟一次完整的表决 / simulate a whole vote"))
    _small_options(kinds)
    options = parser.parse_args(argv)
    run = {"audit": _audit, "simulate": _simulate, "opened": _opened, "receipt": _receipt}[options.kind]
    try:
        return run(options)
    except (OSError, ValueError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2


def _small_options(kinds: Any) -> None:
    opened_one = kinds.add_parser("opened", help="抽查：拆开的选票封得对不对 / what an opened ballot encrypts")
    opened_one.add_argument("file", type=Path, metavar="FILE.json")
    opened_one.add_argument("--archive", type=Path, required=True, metavar="FILE.bel", help="从投票板下载的档案")
    receipt = kinds.add_parser("receipt", help="收条是不是投票板签的 / whether the board signed a receipt")
    receipt.add_argument("file", type=Path, metavar="FILE.json")
    receipt.add_argument("--key", required=True, metavar="K", help="投票板上的收条公钥")


def _opened(options: argparse.Namespace) -> int:
    found = archive.load(options.archive.read_bytes())
    setup = parse(found.data[found.events[0].payload])
    published = election.read_election(found.data[setup["election"]])
    lines = opened.named(opened.choices_of(parse(options.file.read_bytes()), published), published)
    sys.stdout.write("\n".join([*lines, "封得对：拆开的就是上面这些。/ as sealed"]) + "\n")
    return 0


def _receipt(options: argparse.Namespace) -> int:
    good = receipts.receipt_holds(parse(options.file.read_bytes()), options.key)
    sys.stdout.write("收条是投票板签的 / signed\n" if good else "收条不是投票板签的 / NOT SIGNED\n")
    return 0 if good else 1


def _audit_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE.bel")
    parser.add_argument(
        "--earlier",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="表决时留下的副本，可以多次 / copies kept during the vote",
    )
    parser.add_argument("--setup-hash", default="", metavar="H", help="宣读的设定摘要 / hash of Setup as read out")
    parser.add_argument(
        "--last-hash", default="", metavar="H", help="宣读的最后摘要 / hash of the last event as read out"
    )
    parser.add_argument("--void", type=Path, metavar="FILE", help="作废凭证：JSON 列表或每行一个 / void credentials")
    parser.add_argument(
        "--expect", type=Path, metavar="FILE", help="会议的决定：JSON，trustees、threshold、questions、voters"
    )
    parser.add_argument(
        "--require-hardened", action="store_true", help="门限密钥必须是加固的形式 / threshold keys must be hardened"
    )
    parser.add_argument(
        "--tool", default="", metavar="PROGRAM", help="用独立工具复核，例如 belenios-tool / also ask this tool"
    )
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="用几个处理器 / processors")
    parser.add_argument("--json", action="store_true", help="写出 JSON / write JSON")


def _audit(options: argparse.Namespace) -> int:
    inputs = findings.Inputs(
        earlier=[path.read_bytes() for path in options.earlier], setup_hash=options.setup_hash,
        last_hash=options.last_hash, void=_void(options.void), expect=_expect(options.expect),
        require_hardened=options.require_hardened, tool=options.tool, jobs=max(1, options.jobs),
    )  # fmt: skip
    report = audit.audit(options.file.read_bytes(), inputs, _bar("选票"))
    sys.stdout.write(_as_json(report) if options.json else _as_text(report))
    return 0 if report.ok else 1


def _void(path: Path | None) -> list[str] | None:
    if path is None:
        return None
    raw = path.read_text(encoding="utf-8-sig").strip()
    return [str(one) for one in json.loads(raw)] if raw.startswith("[") else raw.split()


def _expect(path: Path | None) -> dict[str, Any]:
    if path is None:
        return {}
    data = json.loads(path.read_text(encoding="utf-8-sig"))
    known = {"trustees", "threshold", "questions", "voters"}
    if not isinstance(data, dict) or not set(data) <= known:
        raise ValueError("--expect 要是 JSON，只有 trustees、threshold、questions、voters。")
    return data


def _as_json(report: findings.Report) -> str:
    rules = [
        {"rule": one.rule, "name": texts.RULES[one.rule], "status": one.status.value, "code": one.code,
         "reason": texts.sentence(one.code), "data": dict(one.data)}
        for one in report.findings
    ]  # fmt: skip
    return json.dumps({"ok": report.ok, "rules": rules, **report.facts}, ensure_ascii=False, indent=1) + "\n"


def _as_text(report: findings.Report) -> str:
    lines = []
    for one in report.findings:
        why = f"：{texts.sentence(one.code)}" if one.code else ""
        more = "，".join(f"{name}={value}" for name, value in one.data.items())
        said = f"{texts.STATUS[one.status.value]}　{texts.RULES[one.rule]}{why}"
        lines.append(f"{one.rule:2d} {said}" + (f"（{more}）" if more else ""))
    last = report.facts.get("last", "")
    lines.append(f"最后一个事件 / last event: {last}")
    lines.append("核对通过 / valid" if report.ok else "核对不通过 / NOT VALID")
    return "\n".join(lines) + "\n"


def _simulate(options: argparse.Namespace) -> int:
    path = simulate.run(options, _bar("选票"))
    sys.stdout.write(f"{path}\n")
    return 0


def _bar(words: str) -> Callable[[int, int], None]:
    """A bar on standard error."""

    def show(done: int, every: int) -> None:
        if sys.stderr.isatty() or done == every:
            sys.stderr.write(f"\r{words} {done}/{every}" + ("\n" if done == every else ""))

    return show


if __name__ == "__main__":
    raise SystemExit(main())

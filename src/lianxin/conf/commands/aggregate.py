"""``aggregate``: the aggregation engine on files, without network and without a database."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from lianxin.aggregation.engine import blend, files, learning, locating, meaning, service
from lianxin.aggregation.engine.classes import Guess
from lianxin.core.masking import find_personal, mask, suggest_personal

HELP = "汇总引擎：classify 分类、group 归并、mask 遮盖个人信息、locate 定位（读写文件，不联网，不用数据库）"
NEEDS_DJANGO = False

#: How often the bar on standard error moves.
_STEPS: Final = 40
_TIERS: Final = ("base", "nlp", "embed")
_TIER_HELP: Final = "默认：装了什么就用什么；embed 连同 nlp（装了的话）"
#: So many messages are classified between two moves of the bar.
_BLOCK: Final = 100


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="做什么")
    one = kinds.add_parser(
        "classify",
        help="按已确认的类别学习，给新的话分类",
        description="按已确认的类别学习，给新的话分类",
        prog="lianxin aggregate classify",
    )
    one.add_argument("--train", required=True, metavar="文件", help="有 label 列，和 tokens 或 title、body")
    one.add_argument("--input", required=True, metavar="文件", help="同样的列，没有 label")
    one.add_argument(
        "--output", required=True, metavar="文件", help="写出 sid（或 id）、label、probability、second、third"
    )
    one.add_argument("--tier", choices=_TIERS, help=_TIER_HELP)
    one.add_argument("--seed", type=int, default=0, metavar="整数", help="同样的种子，同样的结果")
    two = kinds.add_parser(
        "group", help="把说同一件事的话归在一起", description="把说同一件事的话归在一起", prog="lianxin aggregate group"
    )
    two.add_argument("--input", required=True, metavar="文件", help="row、time、district、author、title、body")
    two.add_argument("--tier", choices=_TIERS, help=_TIER_HELP)
    two.add_argument("--labels", metavar="文件", help="row、issue：已知的归并，用来学习")
    two.add_argument("--output", required=True, metavar="文件", help="写出 row、cluster")
    two.add_argument("--candidates", required=True, metavar="文件", help="写出 row、c1…c10")
    two.add_argument("--seed", type=int, default=0, metavar="整数", help="同样的种子，同样的结果")
    kinds.add_parser(
        "mask",
        help="标准输入每行一句话，写出 JSON：遮盖后的话、找到什么、疑似姓名和门牌",
        description="标准输入每行一句话，写出 JSON：遮盖后的话、找到什么、疑似姓名和门牌",
        prog="lianxin aggregate mask",
    )
    four = kinds.add_parser(
        "locate",
        help="标准输入每行一句话，写出 JSON：哪个地方、凭哪几个字、有多确定",
        description="标准输入每行一句话，写出 JSON：哪个地方、凭哪几个字、有多确定",
        prog="lianxin aggregate locate",
    )
    four.add_argument("--profile", required=True, metavar="文件", help="镇的档案（profiles/ 里的 JSON）")


def run(options: argparse.Namespace) -> int:
    """Do it; 0 when done, 1 when a file cannot be used."""
    work: dict[str, Callable[[argparse.Namespace], None]] = {
        "classify": _classify, "group": _group, "mask": _mask, "locate": _locate,
    }  # fmt: skip
    try:
        work[options.kind](options)
    except (files.Unreadable, OSError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    return 0


def _bar(words: str) -> Callable[[int, int], None]:
    """A bar on standard error that moves forty times."""

    def show(done: int, every: int) -> None:
        if done == every or done % max(1, every // _STEPS) == 0:
            sys.stderr.write(f"\r{words} {done}/{every}" + ("\n" if done == every else ""))
            sys.stderr.flush()

    return show


def _asked(tier: str | None) -> tuple[bool, bool]:
    """Whether the libraries of ``nlp`` and of ``embed`` are to be used; raises `Unreadable` where one is missing."""
    present = learning.has_library(), meaning.has_library()
    if (tier == "nlp" and not present[0]) or (tier == "embed" and not present[1]):
        raise files.Unreadable(f"没有装 {tier} 附加包：请用 python3 dev.py run --with {tier} …，或写 --tier base。")
    return (False, False) if tier == "base" else (present[0], present[1] and tier != "nlp")


def _classify(options: argparse.Namespace) -> None:
    """Learn from one table, guess another."""
    library, sense = _asked(options.tier)
    train = files.read_rows(Path(options.train), ("label",))
    new = files.read_rows(Path(options.input))
    key = files.key_of(new, options.input)
    known = [row for row in train if row["label"].strip()]
    texts, labels = [files.text_of(row) for row in known], [row["label"].strip() for row in known]
    bar = _bar("学习")
    guess: Callable[[list[str]], list[list[Guess]]]
    try:
        if sense:
            both = blend.learn(texts, labels, meaning.Meanings(), library=library, seed=options.seed, progress=bar)
            guess = both.guess_all
        else:
            model = learning.learn(texts, labels, library=library, seed=options.seed, progress=bar)
            guess = model.guess_all
    except ValueError as fault:
        raise files.Unreadable("学习至少要有两个不同的类别。") from fault
    headers = (key, "label", "probability", "second", "third")
    files.write_rows(Path(options.output), headers, _guessed(new, key, guess))


def _guessed(
    new: list[dict[str, str]], key: str, guess: Callable[[list[str]], list[list[Guess]]]
) -> Iterator[tuple[str, ...]]:
    """The rows to be written."""
    show = _bar("分类")
    for start in range(0, len(new), _BLOCK):
        some = new[start : start + _BLOCK]
        for row, guesses in zip(some, guess([files.text_of(row) for row in some]), strict=True):
            labels = [one.label for one in guesses] + ["", ""]
            yield row[key], labels[0], f"{guesses[0].probability:.6f}", labels[1], labels[2]
        show(start + len(some), len(new))


def _group(options: argparse.Namespace) -> None:
    """Group a table of messages."""
    library, sense = _asked(options.tier)
    rows = files.read_rows(Path(options.input), ("row",))
    names = [row["row"] for row in rows]
    place = {name: at for at, name in enumerate(names)}
    known = {}
    if options.labels:
        for row in files.read_rows(Path(options.labels), ("row", "issue")):
            if row["row"] in place:
                known[place[row["row"]]] = row["issue"]
    meanings = meaning.Meanings() if sense and known else None
    found = service.group_messages(list(files.messages(rows)), known, _bar("比对"), meanings=meanings, library=library)
    files.write_rows(
        Path(options.output), ("row", "cluster"), ((name, names[found.groups[at]]) for at, name in enumerate(names))
    )
    headers = ("row", *(f"c{place}" for place in range(1, service.CANDIDATES + 1)))
    best = ([name, *(names[one.key] for one in found.candidates[at])] for at, name in enumerate(names))
    files.write_rows(Path(options.candidates), headers, ([*row, *[""] * (len(headers) - len(row))] for row in best))


def _lines() -> list[str]:
    return [line.rstrip("\r\n") for line in sys.stdin]


def _mask(_options: argparse.Namespace) -> None:
    """Mask every line of standard input."""
    for line in _lines():
        found = [{"kind": one.kind, "start": one.start, "end": one.end} for one in find_personal(line)]
        maybe = [{"kind": one.kind, "start": one.start, "end": one.end} for one in suggest_personal(line)]
        sys.stdout.write(
            json.dumps({"text": mask(line), "found": found, "suggested": maybe}, ensure_ascii=False) + "\n"
        )


def _locate(options: argparse.Namespace) -> None:
    """Locate every line of standard input."""
    try:
        profile = json.loads(Path(options.profile).read_text(encoding="utf-8-sig"))
    except ValueError as fault:
        raise files.Unreadable(f"读不懂档案“{options.profile}”。") from fault
    gazetteer = locating.from_profile(profile)
    for line in _lines():
        found = locating.locate(line, gazetteer)
        entry = found.entry
        place = {"code": entry.code, "kind": entry.kind, "name": entry.name, "within": entry.within} if entry else None
        sys.stdout.write(json.dumps({
            "place": place, "words": found.words, "score": found.score, "how": found.how, "building": found.building,
            "others": list(found.others),
        }, ensure_ascii=False) + "\n")  # fmt: skip

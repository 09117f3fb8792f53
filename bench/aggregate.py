"""``bench aggregate``: how good the aggregation engine is on labelled files, and what it costs from 1,000 messages on.

Files are named on the command line and stay where they are; nothing of them is stored or printed but figures.
"""

import argparse
import gc
import os
import resource
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from bench import judging, voices
from bench.common import Bar, load, stoppable, yardstick
from lianxin.aggregation.engine import blend, bulk, files, learning, meaning, service
from lianxin.aggregation.engine.classes import Guess
from lianxin.aggregation.engine.pairs import Pair, PairModel, judge

#: Parts for cross-validation where a file names none; draws and labels a class for the cold start.
PARTS = 4
DRAWS = 3
FIRST = 10
#: Messages looked up one by one, and pairs a reviewer is asked about at most.
LOOKUPS = 200
LEAST_LIKELY = 0.05


def arguments() -> argparse.Namespace:
    """What is to be measured."""
    parser = argparse.ArgumentParser(prog="dev.py bench aggregate", description="汇总引擎：质量和用时")
    parser.add_argument("--classes", metavar="文件", help="label、sid（或 id）、tokens 或 title 和 body；可有 fold")
    parser.add_argument("--test", metavar="文件", help="有 label 的另一份：学 --classes，量这一份；没有就交叉验证")
    parser.add_argument("--folds", type=int, default=2, help="交叉验证量几份，默认 2")
    parser.add_argument("--messages", metavar="文件", help="row、time、district、author、title、body")
    parser.add_argument("--issues", metavar="文件", help="row、issue：已知的归并")
    parser.add_argument("--sizes", default="1000,10000,100000", help="量用时的条数；0 不量；可到 1000000")
    parser.add_argument("--base", action="store_true", help="装了附加包也不用")
    return parser.parse_args()


def say(text: str) -> None:
    """One line, with the load of the moment."""
    sys.stdout.write(f"{text}；负载 {load()}\n")
    sys.stdout.flush()


def watching(what: str, many: int) -> Callable[[int, int], None]:
    """A bar as the engine's steps want it."""
    bar = Bar(what, many)

    def show(done: int, every: int) -> None:
        bar.total = max(every, 1)
        bar.at(done)

    return show


# ---------------------------------------------------------------- classes


def _learned(
    rows: Sequence[dict[str, str]], library: bool, sense: meaning.Meanings | None
) -> Callable[[Sequence[str]], list[list[Guess]]]:
    texts, labels = [files.text_of(row) for row in rows], [row["label"] for row in rows]
    watch = watching("学习", 4)
    if sense is not None:
        return blend.learn(texts, labels, sense, library=library, progress=watch).guess_all
    return learning.learn(texts, labels, library=library, progress=watch).guess_all


def measure_classes(options: argparse.Namespace, library: bool, sense: meaning.Meanings | None) -> None:
    """Learn and judge: on another file, or fold by fold; then from ten labels a class."""
    rows = files.read_rows(Path(options.classes), ("label",))
    if options.test:
        judge_classes("另一份", rows, files.read_rows(Path(options.test), ("label",)), library, sense)
    else:
        folds = [row.get("fold") or str(learning.part_of(files.text_of(row))) for row in rows]
        for fold in sorted(set(folds))[: options.folds]:
            inside = [row for row, own in zip(rows, folds, strict=True) if own != fold]
            outside = [row for row, own in zip(rows, folds, strict=True) if own == fold]
            judge_classes(f"第 {fold} 份", inside, outside, library, sense)
    few(rows, library, sense)


def judge_classes(
    name: str, train: Sequence[dict[str, str]], test: Sequence[dict[str, str]], library: bool,
    sense: meaning.Meanings | None,
) -> None:  # fmt: skip
    """One training, one judging."""
    begun = process_time()
    guess = _learned(train, library, sense)
    learned = process_time() - begun
    begun = process_time()
    found = judging.classes(guess([files.text_of(row) for row in test]), [row["label"] for row in test])
    spent = process_time() - begun
    say(
        f"分类，{name}（学 {len(train)}，量 {len(test)}）：宏 F1 {found.macro:.3f}，最差一类 {found.worst:.3f}，"
        f"前二 {found.top_two:.3f}，97% 准确时可收 {found.accepted:.1%}，校准误差 {found.error:.3f}；"
        f"学 {learned:.0f} 秒 CPU，每秒 {len(test) / spent:.0f} 条"
    )


def few(rows: Sequence[dict[str, str]], library: bool, sense: meaning.Meanings | None) -> None:
    """From ten labels a class, the mean of some draws."""
    scores = []
    for draw in range(DRAWS):
        mixed = list(rows)
        Random(draw).shuffle(mixed)
        taken: dict[str, int] = {}
        train, rest = [], []
        for row in mixed:
            if taken.get(row["label"], 0) < FIRST:
                taken[row["label"]] = taken.get(row["label"], 0) + 1
                train.append(row)
            else:
                rest.append(row)
        rest = rest[:1000]
        guesses = _learned(train, library, sense)([files.text_of(row) for row in rest])
        scores.append(judging.classes(guesses, [row["label"] for row in rest]).macro)
    say(f"分类，每类 {FIRST} 条（{DRAWS} 次平均）：宏 F1 {statistics.mean(scores):.3f}")


# ---------------------------------------------------------------- groups


def measure_groups(options: argparse.Namespace, library: bool, sense: meaning.Meanings | None) -> None:
    """Candidates, groups without and with learning, and questions to a reviewer."""
    rows = files.read_rows(Path(options.messages), ("row",))
    messages = list(files.messages(rows))
    place = {row["row"]: at for at, row in enumerate(rows)}
    known = {
        place[row["row"]]: row["issue"]
        for row in files.read_rows(Path(options.issues), ("row", "issue"))
        if row["row"] in place
    }
    index = service.index_of(messages)
    near = service.candidates_of(index, watching("候选", len(messages)), library=library)
    mates = [key for key, issue in known.items() if sum(issue == other for other in known.values()) > 1]
    found = sum(any(known.get(one.key) == known[key] for one in near[key][:5]) for key in mates)
    say(f"候选，前五有同一件事：{found / max(1, len(mates)):.3f}（{len(mates)} 条）")
    pairs = [pair for pair in service.compare_all(messages, near) if pair.one in known and pair.other in known]
    if sense is not None:
        pairs = [service.meant(pair, messages[pair.one], messages[pair.other], sense) for pair in pairs]
    _say_groups("归并，没有学过", service.joined(index, pairs), known)
    districts = {at: row.get("district", "") for at, row in enumerate(rows)}
    model = crossed(pairs, known, districts)
    _say_groups("归并，交叉验证", service.joined(index, pairs, model), known)
    ranked = sorted(
        (pair for pair in pairs if model.probability(pair) >= LEAST_LIKELY), key=lambda p: -model.probability(p)
    )
    asked, reached = judging.questions([(pair.one, pair.other) for pair in ranked], known)
    say(f"问人（错 5%）：{asked} 问，每条 {asked / len(known):.2f}，对的 F1 {reached:.3f}")


def _say_groups(name: str, groups: Mapping[int, int], known: Mapping[int, str]) -> None:
    found = judging.grouping(groups, known)
    say(f"{name}：B³ {found.b_cubed:.4f}，对的准确 {found.precision:.4f}，对的召回 {found.recall:.3f}")


class Crossed(PairModel):
    """A pair model of which each part was learned without the pairs it judges."""

    chances: dict[tuple[int, int], float] = {}

    def probability(self, pair: Pair) -> float:
        """What the model that had not seen the pair says."""
        return self.chances.get((pair.one, pair.other), 0.0)


def crossed(pairs: Sequence[Pair], known: Mapping[int, str], districts: Mapping[int, str]) -> Crossed:
    """Cross-validation by district where the known issues lie in several, else by issue."""
    names = sorted({districts[key] for key in known})
    part = {key: names.index(districts[key]) for key in known}
    if len(names) == 1:
        order = sorted(set(known.values()))
        Random(0).shuffle(order)
        part = {key: order.index(issue) % PARTS for key, issue in known.items()}
    chances: dict[tuple[int, int], float] = {}
    join = service.SURE
    for cut in sorted({frozenset((part[pair.one], part[pair.other])) for pair in pairs}, key=sorted):
        inside = [pair for pair in pairs if not {part[pair.one], part[pair.other]} & cut]
        model = service.learn_pairs(inside, known)
        for pair in pairs:
            if frozenset((part[pair.one], part[pair.other])) == cut:
                chances[pair.one, pair.other] = judge(pair, model).score if model else 0.0
        join = model.join if model else join
    found = Crossed((), 0.0, join)
    object.__setattr__(found, "chances", chances)
    return found


# ---------------------------------------------------------------- cost


def processor() -> float:
    """Processor seconds of this process and of those that compared for it and have ended."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def measure_cost(size: int, library: bool, before: dict[str, float]) -> dict[str, float]:
    """What each step costs with so many messages; prints the factor since the size before."""
    messages = list(voices.messages(size))
    gc.collect()
    spent = {}
    begun = processor()
    index = service.index_of(messages)
    spent["建索引 秒 CPU"] = processor() - begun
    times = []
    for one in voices.messages(LOOKUPS, seed=11):
        at = perf_counter()
        index.nearest_to(one.text)
        times.append((perf_counter() - at) * 1000)
    spent["新的一条找候选 毫秒（中位）"] = statistics.median(times)
    spent["新的一条找候选 毫秒（95%）"] = sorted(times)[int(0.95 * len(times))]
    begun, again = processor(), perf_counter()
    near = service.candidates_of(index, watching("候选", size), library=library)
    spent["全部候选 秒 CPU"] = processor() - begun
    begun = processor()
    pairs = service.compare_all(messages, near, progress=watching("比对", size))
    spent["比对 秒 CPU"] = processor() - begun
    begun = processor()
    service.joined(index, pairs)
    spent["归并 秒 CPU"] = processor() - begun
    spent["整个重归 秒（墙上，连索引）"] = perf_counter() - again + spent["建索引 秒 CPU"]
    spent["整个重归 秒 CPU"] = sum(
        spent[name] for name in ("建索引 秒 CPU", "全部候选 秒 CPU", "比对 秒 CPU", "归并 秒 CPU")
    )
    spent["内存 MB（最高）"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    spent["内存 MB（比对的每个进程，最高）"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    for name, value in spent.items():
        growth = f"，{value / before[name]:.1f} 倍" if before.get(name) else ""
        say(f"{size} 条，{name}：{value:.3g}{growth}")
    return spent


def main() -> None:
    """Measure what was asked for."""
    options = arguments()
    library = not options.base and learning.has_library()
    sense = None if options.base or not meaning.has_library() else meaning.Meanings()
    tier = "、".join(name for name, there in (("nlp", library), ("embed", sense is not None)) if there) or "base"
    sys.stdout.write(f"# aggregate：{tier}；标尺 {yardstick():.1f} ms，负载 {load()}\n")
    if options.classes:
        measure_classes(options, library, sense)
    if options.messages and options.issues:
        measure_groups(options, library, sense)
    before: dict[str, float] = {}
    for size in (int(word) for word in options.sizes.split(",") if int(word)):
        before = measure_cost(size, library and bulk.has_library(), before)


if __name__ == "__main__":
    with stoppable():
        main()

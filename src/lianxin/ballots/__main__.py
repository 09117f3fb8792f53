"""``python -m lianxin.ballots rehearse …`` plays a rule before the meeting adopts it; ``… rule …`` prints it;
``… envelopes …`` makes the sealed envelopes of an electronic vote, offline."""

import argparse
import sys
from collections.abc import Sequence

from lianxin.ballots import envelopes, rehearsal, texts
from lianxin.ballots.rehearsal import Meeting, Rehearsal
from lianxin.ballots.rules import Preset, Rule, digest, preset, problems, warnings


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command: 0 when it could be done, 2 when it was asked wrongly."""
    parser = argparse.ArgumentParser(prog="python -m lianxin.ballots", description="票决办法 / the rule of a vote")
    kinds = parser.add_subparsers(dest="kind", required=True)
    for name, words in (("rehearse", "规则预演：选不足和票数相等的可能"), ("rule", "打印票决办法（草案）")):
        _options(kinds.add_parser(name, help=words))
    envelopes.configure(kinds.add_parser("envelopes", help="打印信封：在不联网的电脑上 / sealed envelopes, offline"))
    options = parser.parse_args(argv)
    return _envelopes(options) if options.kind == "envelopes" else _about_the_rule(options)


def _envelopes(options: argparse.Namespace) -> int:
    try:
        made = envelopes.run(options)
    except (OSError, ValueError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2
    sys.stdout.write("\n".join(str(path) for path in made) + "\n")
    sys.stderr.write("信封打印以后，请清除整个目录；只把 public.json 交给镇人大办。\n")
    return 0


def _about_the_rule(options: argparse.Namespace) -> int:
    rule = preset(options.form, options.seats, options.candidates)
    wrong = texts.sentences(problems(rule))
    if options.deputies < 1 or not 0 <= options.present_percent <= 100:
        wrong.append("代表人数要大于零，到会率在 0 到 100 之间。")
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        return 2
    sys.stdout.write(_rehearse(rule, options) if options.kind == "rehearse" else _print(rule, options.deputies))
    return 0


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--deputies", type=int, default=120, metavar="N", help="全体代表人数")
    parser.add_argument("--present-percent", type=int, default=80, metavar="N", help="预计到会率（百分数）")
    parser.add_argument("--candidates", type=int, default=12, metavar="N", help="候选项目数")
    parser.add_argument("--seats", type=int, default=10, metavar="N", help="应选数")
    parser.add_argument("--form", choices=[one.value for one in Preset], default=Preset.MARK.value, help="票决形式")
    parser.add_argument("--approval", type=int, default=80, metavar="N", help="逐项表决时平均赞成的百分数")
    parser.add_argument("--seed", type=int, default=1, metavar="N")


def _rehearse(rule: Rule, options: argparse.Namespace) -> str:
    present = -(-options.deputies * options.present_percent // 100)
    meeting = Meeting(in_office=options.deputies, present=present, approval=options.approval)
    found = rehearsal.rehearse(rule, meeting, seed=options.seed)
    form = f"{texts.PRESETS[rule.preset]}：{rule.candidates} 选 {rule.seats}"
    lines = [f"{form}，全体 {options.deputies} 人，到会 {present} 人"]
    lines += [_row(one) for one in found.chances]
    return "\n".join([*lines, *texts.sentences(found.advice), *_model(found)]) + "\n"


def _row(one: rehearsal.Chance) -> str:
    kind = "项目受欢迎程度相近" if one.spread < 1 else "项目受欢迎程度悬殊"
    short, tied = rehearsal.percent(one.short, one.runs), rehearsal.percent(one.tied, one.runs)
    return f"{kind}：选不足 {short}%，末位票数相等 {tied}%"


def _model(found: Rehearsal) -> list[str]:
    runs = sum(one.runs for one in found.chances)
    return [f"按模型模拟 {runs} 次得出，误差约 6 个百分点；是比较办法用的，不是预测。"]


def _print(rule: Rule, in_office: int) -> str:
    lines = ["票决办法（草案）", *texts.numbered(rule, in_office), *texts.sentences(warnings(rule))]
    lines.append(f"摘要 {digest(rule)}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())

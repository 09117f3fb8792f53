"""``doctor``: is this installation well, and if not, what to do."""

import argparse
import os
import sys

from lianxin.conf.diagnosis import Level, examine
from lianxin.conf.options import describe, load_options

HELP = "体检：用平常话说明这个安装哪里不对、该怎么办"
NEEDS_DJANGO = True
NEEDS_DATA = False


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--options", action="store_true", help="列出所有可以设置的选项")


def run(options: argparse.Namespace) -> int:
    """Print the findings; 1 where something must be put right."""
    if options.options:
        sys.stdout.writelines(
            f"{variable}  （文件里写 {name}）\n    {text}；默认：{default or '空'}\n"
            for variable, name, default, text in describe()
        )
        return 0
    findings = list(examine(load_options(os.environ)))
    sys.stdout.writelines(f"{finding.level.value} {finding.text}\n" for finding in findings)
    faults = sum(finding.level is Level.FAULT for finding in findings)
    sys.stdout.write(f"\n{f'有 {faults} 处要处理。' if faults else '一切正常。'}\n")
    return 1 if faults else 0

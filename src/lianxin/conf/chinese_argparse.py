"""``argparse`` that speaks Chinese: headings, usage and the usual complaints."""

import argparse
import re
import sys
from typing import NoReturn

_COMPLAINTS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"unrecognized arguments: (.+)", r"不认识的参数：\1"),
    (r"argument ([^:]+): expected one argument", r"参数 \1 后面要写一个值"),
    (r"argument ([^:]+): expected at least one argument", r"参数 \1 后面至少要写一个值"),
    (r"argument ([^:]+): invalid choice: (.+) \(choose from (.+)\)", r"参数 \1 的值 \2 不对，可选：\3"),
    (r"argument ([^:]+): invalid int value: (.+)", r"参数 \1 的值 \2 不是整数"),
    (r"argument ([^:]+): invalid \S+ value: (.+)", r"参数 \1 的值 \2 不对"),
    (r"argument ([^:]+): not allowed with argument (.+)", r"参数 \1 不能与 \2 同时使用"),
    (r"argument ([^:]+): (.+)", r"参数 \1：\2"),
)


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Says 用法 where argparse says usage, and keeps the line breaks of a description."""

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        """The usage line with a Chinese heading."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)  # type: ignore[arg-type]


class ChineseParser(argparse.ArgumentParser):
    """An argument parser whose help and complaints are Chinese."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description, formatter_class=ChineseFormatter, add_help=False)
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        self.add_argument("-h", "--help", action="help", help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in Chinese, show the usage, and end with code 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}：{in_chinese(message)}。\n")


def in_chinese(message: str) -> str:
    """The Chinese for one of argparse's complaints; an unknown one is passed on as it is."""
    for pattern, chinese in _COMPLAINTS:
        match = re.fullmatch(pattern, message, re.DOTALL)
        if match:
            return match.expand(chinese)
    return message

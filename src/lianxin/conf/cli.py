"""``python -m lianxin COMMAND``: our own commands by name, everything else is one of Django's.

``--data DIR`` may stand anywhere before a ``--``. Standard output carries only what the command prints; complaints
go to standard error. Exit codes: 0 done, 1 the command found a fault, 2 it was asked wrongly.
"""

import ast
import difflib
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import django
from django.core.management import execute_from_command_line, get_commands

from lianxin import __version__
from lianxin.conf import commands, install
from lianxin.conf.chinese_argparse import ChineseParser
from lianxin.conf.keys import BadKeys
from lianxin.conf.options import BadOption, load_options

SETTINGS = "lianxin.conf.settings"


class AskedWrongly(Exception):
    """The command line cannot be carried out; the message is a Chinese sentence for the operator."""


def entry() -> NoReturn:
    """The program itself: run the command of ``sys.argv`` and end with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head`) has gone; keep Python from complaining about the same thing once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        code = 130
    raise SystemExit(code)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; what the operator can put right is said in one Chinese line."""
    try:
        words, data = take_data(list(argv))
        if data:
            os.environ["LIANXIN_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
        return _dispatch(words)
    except (AskedWrongly, BadOption, BadKeys, install.InstallTrouble) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 2


def take_data(words: list[str]) -> tuple[list[str], str]:
    """The words without ``--data DIR``, and DIR (empty where it was not given). Raises `AskedWrongly`."""
    end = words.index("--") if "--" in words else len(words)
    kept, data, position = [], "", 0
    while position < end:
        word = words[position]
        position += 1
        if word == "--data":
            if position >= end:
                raise AskedWrongly("--data 后面要写一个目录。")
            data = words[position]
            position += 1
        elif word.startswith("--data="):
            data = word.removeprefix("--data=")
        else:
            kept.append(word)
    return kept + words[end:], data


def command_names() -> list[str]:
    """The names of our own commands, as they are typed."""
    return sorted(found.name.replace("_", "-") for found in pkgutil.iter_modules(commands.__path__))


@dataclass(frozen=True)
class Facts:
    """What a command says about itself before it is imported: importing it may need a running Django."""

    help: str
    needs_django: bool
    needs_data: bool
    creates_data: bool
    creates_town: bool


def facts_of(name: str) -> Facts:
    """Read the capital-letter constants of a command's module from its source."""
    source = (Path(commands.__file__).parent / f"{name.replace('-', '_')}.py").read_text(encoding="utf-8")
    found: dict[str, Any] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            node = ast.Assign([node.target], node.value)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id.isupper():
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    needs_django = bool(found["NEEDS_DJANGO"])
    return Facts(
        help=str(found["HELP"]),
        needs_django=needs_django,
        needs_data=bool(found.get("NEEDS_DATA", needs_django)),
        creates_data=bool(found.get("CREATES_DATA", False)),
        creates_town=bool(found.get("CREATES_TOWN", False)),
    )


def help_text() -> str:
    """What ``--help`` shows: every command with its one sentence."""
    lines = [f"Lianxin 连心桥 {__version__}", "", "用法：python -m lianxin [--data 目录] 命令 [参数…]", "", "命令："]
    lines += [f"  {name:<16}{facts_of(name).help}" for name in command_names()]
    lines += ["", "命令 --help 显示它自己的参数。其他名称（migrate、makemigrations、shell …）交给 Django。"]
    lines += ["数据文件夹：--data 目录，或环境变量 LIANXIN_DATA；默认是 var/。", ""]
    return "\n".join(lines)


def _dispatch(words: list[str]) -> int:
    if not words or words[0] in {"-h", "--help", "help"}:
        sys.stdout.write(help_text())
        return 0 if words else 2
    if words[0] in {"--version", "version"}:
        sys.stdout.write(f"{__version__}\n")
        return 0
    if words[0] in command_names():
        return run_command(words[0], words[1:])
    return _run_django(words)


def run_command(name: str, words: Sequence[str]) -> int:
    """Run one of our commands by its typed name. Raises what `main` turns into a line."""
    facts = facts_of(name)
    options = load_options(os.environ) if facts.needs_django else None
    if options is not None:
        if facts.creates_data and not {"-h", "--help"} & set(words):
            install.lay_out(options)
        django.setup()
    module = importlib.import_module(f"{commands.__name__}.{name.replace('-', '_')}")
    parser = ChineseParser(prog=f"lianxin {name}", description=facts.help)
    module.configure(parser)
    parsed = parser.parse_args(list(words))
    if options is not None and facts.creates_data:
        importlib.import_module("lianxin.conf.schema").ensure(options, with_town=facts.creates_town)
    elif options is not None and facts.needs_data:
        install.require_installed(options)
    return int(module.run(parsed))


def _run_django(words: list[str]) -> int:
    """Hand the words to Django's own management commands. Raises `AskedWrongly` for a name nobody knows."""
    options = load_options(os.environ)
    django.setup()
    known = [*command_names(), *get_commands()]
    if words[0] not in known:
        near = difflib.get_close_matches(words[0], known, n=3, cutoff=0.6)
        hint = f"您要的是不是：{'、'.join(near)}？" if near else "用 --help 查看所有命令。"
        raise AskedWrongly(f"没有“{words[0]}”这个命令。{hint}")
    options.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    install.claim_ids(options)
    execute_from_command_line(["lianxin", *words])
    return 0

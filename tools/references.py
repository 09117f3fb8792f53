"""References by string, which the import contract cannot see: ``"cases.Case"``, ``"lianxin.people.access"``.

A room may name only itself and rooms below it. ``conf`` stands above all and may name any.
"""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from tools.sources import Module

_MODEL = re.compile(r"([a-z][a-z0-9_]*)\.[A-Z][A-Za-z0-9]*")
_DOTTED = re.compile(r"lianxin\.([a-z][a-z0-9_]*)(\.[A-Za-z0-9_]+)*")


def upward(modules: Iterable[Module], layers: Sequence[str]) -> Iterator[str]:
    """Every string that names a model or a module of a higher room."""
    height = {room: number for number, room in enumerate(layers)}
    for module in modules:
        if module.room not in height:
            continue
        for line, text, room in _references(module.tree):
            if height.get(room, -1) > height[module.room]:
                yield f'{module.shown}:{line}: "{text}" reaches up from {module.room} to {room}'


def _references(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Line, text and room of each string that looks like a reference."""
    documentation = {id(node) for node in _docstrings(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            match = _MODEL.fullmatch(node.value) or _DOTTED.fullmatch(node.value)
            if match:
                yield node.lineno, node.value, match[1]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("get_model") and len(node.args) == 2:
            label = node.args[0]
            if isinstance(label, ast.Constant) and isinstance(label.value, str):
                yield node.lineno, label.value, label.value


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value

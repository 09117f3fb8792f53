"""Every public module, class, function and method says what it is for.

A method that fills in a method of its base class is documented there. Whether it does is asked of the imported class.
"""

import ast
import importlib
from collections.abc import Callable, Iterable, Iterator

from tools.sources import Module

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: Inner classes that frameworks prescribe.
_PRESCRIBED = {"Meta", "Media"}


def undocumented(modules: Iterable[Module], overrides: Callable[[Module, str, str], bool]) -> Iterator[str]:
    """Public names without a docstring; ``overrides(module, class, method)`` tells what a base class documents."""
    for module in modules:
        if module.text.strip() and ast.get_docstring(module.tree) is None:
            yield f"{module.shown}: the module has no docstring"
        for node in module.tree.body:
            if not isinstance(node, _Definition) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None and not _is_overload(node):
                yield f"{module.shown}:{node.lineno}: {node.name} has no docstring"
            if isinstance(node, ast.ClassDef):
                yield from _methods(module, node, overrides)


def _methods(module: Module, owner: ast.ClassDef, overrides: Callable[[Module, str, str], bool]) -> Iterator[str]:
    for node in owner.body:
        if not isinstance(node, _Definition) or node.name.startswith("_") or node.name in _PRESCRIBED:
            continue
        if ast.get_docstring(node) is not None or _is_overload(node):
            continue
        if isinstance(node, ast.ClassDef) or not overrides(module, owner.name, node.name):
            yield f"{module.shown}:{node.lineno}: {owner.name}.{node.name} has no docstring"


def _is_overload(node: _Definition) -> bool:
    return any(ast.unparse(mark).split(".")[-1] in {"overload", "override", "setter"} for mark in node.decorator_list)


def fills_in_a_base(module: Module, owner: str, method: str) -> bool:
    """Whether a class above ``owner`` has a method of that name. Imports the module."""
    cls = getattr(importlib.import_module(module.dotted), owner, None)
    return isinstance(cls, type) and any(method in vars(base) for base in cls.__mro__[1:])

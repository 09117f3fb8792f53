"""Hard limits of the house: how long a file and a function may be, where time comes from, who may write."""

import ast
from collections.abc import Iterable, Iterator

from tools.sources import Module, functions_in

MAX_FILE = 500
MAX_FUNCTION = 60

#: Calls that read the machine's clock; `core/clock.py` is the only place for them.
_CLOCK_CALLS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "timezone.localdate"}
#: Method calls that store rows; a view calls an action instead.
_WRITES = {"save", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
#: File names of a room that only parse, call and render, or only read.
_NO_WRITES = {"views", "forms", "selectors", "api", "policies"}


def too_long(modules: Iterable[Module]) -> Iterator[str]:
    """Files and functions over the limits."""
    for module in modules:
        lines = module.text.count("\n")
        if lines > MAX_FILE:
            yield f"{module.shown}: {lines} lines, {MAX_FILE} are allowed"
        for function in functions_in(module.tree):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if length > MAX_FUNCTION:
                place = f"{module.shown}:{function.lineno}: {function.name}"
                yield f"{place} has {length} lines, {MAX_FUNCTION} are allowed"


def own_clock(modules: Iterable[Module]) -> Iterator[str]:
    """Reading the machine's clock anywhere but in ``core/clock.py``."""
    for module in modules:
        if module.shown.endswith("core/clock.py"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ".".join(ast.unparse(node.func).split(".")[-2:]) in _CLOCK_CALLS:
                yield f"{module.shown}:{node.lineno}: {ast.unparse(node.func)}() – use lianxin.core.clock"


def writes_outside_actions(modules: Iterable[Module]) -> Iterator[str]:
    """Rows stored by a file that only parses, calls, renders or reads."""
    for module in modules:
        if module.path.stem == "actions" or not _NO_WRITES & {module.path.stem, module.path.parent.name}:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and _is_write(node.func):
                yield f"{module.shown}:{node.lineno}: {ast.unparse(node.func)}() – views call an action"


def _is_write(func: ast.expr) -> bool:
    if not isinstance(func, ast.Attribute):
        return False
    owner = ast.unparse(func.value)
    if func.attr == "create":
        return owner.endswith((".objects", ".all_towns", "_default_manager"))
    return func.attr in _WRITES and not owner.endswith(("session", "image", "workbook", "storage"))

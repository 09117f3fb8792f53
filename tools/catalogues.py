"""The English catalogue: what it should hold, what it holds, and its compiled form. No gettext programs needed.

Source sentences are Chinese. ``python -m tools.catalogues update`` adds new sentences to ``locale/en/…/django.po``
(empty) and drops those that no file uses; ``… compile`` writes ``django.mo``. ``dev.py check`` calls `problems`.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

from tools.po import Catalogue, Message, compile_mo, parse_po, read_mo, write_po
from tools.sources import PACKAGE, modules
from tools.templates import files_below

FOLDER = PACKAGE / "locale" / "en" / "LC_MESSAGES"
#: Names that mark a sentence in Python, with the positions of (context, singular, plural).
_MARKS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
#: What `templatize` writes for a template's sentences: Python calls of the same functions.
_TEMPLATE_CALL = re.compile(r"\b(gettext|pgettext|ngettext|npgettext|_)\(")


@cache
def used_sentences() -> dict[Message, str]:
    """Every sentence that code or a template shows, with one place where it stands."""
    found: dict[Message, str] = {}
    for module in modules():
        for line, message in sentences_of(module.tree):
            found.setdefault(message, f"{module.shown}:{line}")
    for path in files_below(PACKAGE, "templates", ".html", ".txt", ".xml", ".svg", ".webmanifest"):
        for message in sentences_of_template(path.read_text(encoding="utf-8")):
            found.setdefault(message, path.relative_to(PACKAGE.parents[1]).as_posix())
    return found


def sentences_of(tree: ast.AST) -> Iterator[tuple[int, Message]]:
    """The marked sentences of a syntax tree with their lines."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in _MARKS:
            message = _message(node, *_MARKS[name])
            if message is not None:
                yield node.lineno, message


def _message(call: ast.Call, context: int | None, singular: int, plural: int | None) -> Message | None:
    texts = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else None for arg in call.args]
    needed = max(position for position in (context, singular, plural) if position is not None)
    if len(texts) <= needed or texts[singular] is None:
        return None
    return Message(
        (texts[context] or "") if context is not None else "",
        texts[singular] or "",
        (texts[plural] or "") if plural is not None else "",
    )


def sentences_of_template(text: str) -> Iterator[Message]:
    """The sentences of ``translate``, ``blocktranslate`` and ``_("…")`` in a template."""
    source = templatize(text)
    for match in _TEMPLATE_CALL.finditer(source):
        call = _balanced(source, match.start())
        try:
            tree = ast.parse(call, mode="eval")
        except SyntaxError:
            continue
        yield from (message for _line, message in sentences_of(tree))


def _balanced(source: str, start: int) -> str:
    """The call that starts there, up to its closing bracket outside of quotes."""
    depth, quote, position = 0, "", start
    while position < len(source):
        char = source[position]
        if quote:
            if char == "\\":
                position += 1
            elif char == quote:
                quote = ""
        elif char in "\"'":
            quote = char
        elif char in "()":
            depth += 1 if char == "(" else -1
            if depth == 0:
                return source[start : position + 1]
        position += 1
    return source[start:]


def problems(folder: Path = FOLDER, used: dict[Message, str] | None = None) -> Iterator[str]:
    """What is missing, left over, unsure or not compiled."""
    used = used_sentences() if used is None else used
    if not (folder / "django.po").exists():
        return  # The first English pass makes it; from then on it must be complete.
    catalogue = parse_po((folder / "django.po").read_text(encoding="utf-8"))
    yield from _compare(catalogue, used)
    compiled = (folder / "django.mo").read_bytes() if (folder / "django.mo").exists() else b""
    if not compiled or read_mo(compiled) != catalogue.for_mo():
        yield "django.mo is not compiled from django.po: run `python -m tools.catalogues compile`"


def _compare(catalogue: Catalogue, used: dict[Message, str]) -> Iterator[str]:
    for message, place in used.items():
        entry = catalogue.entries.get(message)
        if entry is None:
            yield f"{place}: “{message.singular}” is not in the English catalogue"
        elif entry.fuzzy or not all(entry.texts):
            yield f"{place}: “{message.singular}” has no English text"
        else:
            yield from _differing_placeholders(message, entry.texts, place)
    for message in catalogue.entries:
        if message not in used:
            yield f"django.po: “{message.singular}” is used nowhere"


def _differing_placeholders(message: Message, texts: Iterable[str], place: str) -> Iterator[str]:
    pattern = re.compile(r"%\([a-z_0-9]+\)[sd]|\{[a-z_0-9]*\}", re.IGNORECASE)
    for source, text in zip((message.singular, message.plural or message.singular), texts, strict=False):
        if set(pattern.findall(text)) != set(pattern.findall(source)):
            yield f"{place}: “{message.singular}” and its English text have different placeholders"


def update(folder: Path = FOLDER) -> tuple[int, int]:
    """Bring django.po in line with the sources; returns how many sentences were added and dropped."""
    file = folder / "django.po"
    catalogue = parse_po(file.read_text(encoding="utf-8")) if file.exists() else Catalogue({})
    used = used_sentences()
    added = [message for message in used if message not in catalogue.entries]
    dropped = [message for message in catalogue.entries if message not in used]
    folder.mkdir(parents=True, exist_ok=True)
    file.write_text(write_po(catalogue.limited_to(used)), encoding="utf-8")
    return len(added), len(dropped)


def main(argv: list[str]) -> int:
    """``update`` or ``compile`` or ``list`` (sentences without English, one a line)."""
    parser = argparse.ArgumentParser(prog="tools.catalogues")
    parser.add_argument("step", choices=["update", "compile", "list"])
    step = parser.parse_args(argv).step
    if step == "update":
        added, dropped = update()
        sys.stdout.write(f"{added} added, {dropped} dropped\n")
    elif step == "compile":
        catalogue = parse_po((FOLDER / "django.po").read_text(encoding="utf-8"))
        (FOLDER / "django.mo").write_bytes(compile_mo(catalogue))
    else:
        sys.stdout.writelines(f"{line}\n" for line in problems())
    return 0


if __name__ == "__main__":
    from django.conf import settings

    settings.configure()
    raise SystemExit(main(sys.argv[1:]))

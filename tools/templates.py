"""Templates compile, and carry nothing that the content policy forbids: inline script or style, a foreign host."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.loader import get_template

#: What is forbidden in a template, each with the words of the message.
_FORBIDDEN = (
    (
        re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*\btype=\"application/(?:ld\+)?json\")", re.IGNORECASE),
        "inline script",
    ),
    (re.compile(r"<style\b", re.IGNORECASE), "inline style sheet"),
    (re.compile(r"\sstyle\s*=\s*[\"']", re.IGNORECASE), "style attribute"),
    (re.compile(r"\son[a-z]+\s*=\s*[\"']", re.IGNORECASE), "event handler attribute"),
    (re.compile(r"javascript:", re.IGNORECASE), "javascript: address"),
    (
        re.compile(
            r"\b(?:src|srcset|href|action|formaction|poster|hx-[a-z]+)\s*=\s*[\"']\s*(?:https?:)?//", re.IGNORECASE
        ),
        "foreign host",
    ),
)
_COMMENT = re.compile(r"\{#.*?#\}|\{%\s*comment.*?endcomment\s*%\}|<!--.*?-->", re.DOTALL)
_FOREIGN_ASSET = re.compile(r"(?:@import|url\(|\bfrom\b|\bimport\b|fetch\()\s*[\"'(]*\s*(?:https?:)?//", re.IGNORECASE)


def files_below(package: Path, folder: str, *endings: str) -> list[Path]:
    """All files of the rooms' ``templates`` or ``static`` folders with one of the endings."""
    found = sorted(path for room in package.glob(f"*/{folder}") for path in room.rglob("*") if path.suffix in endings)
    return [path for path in found if "vendor" not in path.parts]


def forbidden(paths: Iterable[Path], root: Path) -> Iterator[str]:
    """Each place of a template that the content policy would block in the browser."""
    for path in paths:
        text = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), path.read_text(encoding="utf-8"))
        for pattern, what in _FORBIDDEN:
            for match in pattern.finditer(text):
                line = text.count("\n", 0, match.start()) + 1
                yield f"{path.relative_to(root).as_posix()}:{line}: {what}"


def foreign_assets(paths: Iterable[Path], root: Path) -> Iterator[str]:
    """Each line of a script or style sheet that loads from another host."""
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if _FOREIGN_ASSET.search(line):
                yield f"{path.relative_to(root).as_posix()}:{number}: loads from another host"


def broken(paths: Iterable[Path], root: Path) -> Iterator[str]:
    """Templates that do not compile. Django must be set up."""
    for path in paths:
        parts = path.relative_to(root).parts
        name = "/".join(parts[parts.index("templates") + 1 :])
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            yield f"{path.relative_to(root).as_posix()}: {error}"
        except UnicodeDecodeError:
            yield f"{path.relative_to(root).as_posix()}: not UTF-8"

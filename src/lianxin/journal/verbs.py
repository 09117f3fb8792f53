"""What an entry of the log is called: each room registers its verbs and the names of their facts.

The log itself stores codes only; labels are looked up when a person reads, so that a better word
reads better in old entries too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the log: what people read, and the names of the facts worth showing in a timeline.

    ``facts`` maps a key of the entry's data to its label; other keys stay in the record but are not shown. ``words``
    says what a code among the facts is called in the reader's language.
    """

    code: str
    label: Words
    facts: Mapping[str, Words] = field(default_factory=dict)
    words: Mapping[str, Callable[[str], str]] = field(default_factory=dict)


_verbs: dict[str, Verb] = {}


def register(
    code: str,
    label: Words,
    facts: Mapping[str, Words] | None = None,
    words: Mapping[str, Callable[[str], str]] | None = None,
) -> None:
    """Name the verb ``code``; a second call replaces the first (texts may be refined by a higher room)."""
    _verbs[code] = Verb(code, label, dict(facts or {}), dict(words or {}))


def get(code: str) -> Verb:
    """The verb as registered; an unnamed one is called by its code."""
    return _verbs.get(code) or Verb(code, code)


def known() -> tuple[Verb, ...]:
    """All registered verbs, by code."""
    return tuple(sorted(_verbs.values(), key=lambda verb: verb.code))

"""What a text asks, and whether it speaks of several things: pure suggestions, with the words they come from."""

import re
from collections.abc import Mapping
from typing import Final

from lianxin.aggregation.engine.keywords import KeywordRules

_SENTENCE: Final = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_ASKS: Final = re.compile(
    r"[？?]|什么时候|啥时候|几时|能不能|可不可以|有没有|是不是|为什么|为啥|怎么办|谁来|谁管|到底|请(?!问好)|要求|希望|建议"
)
#: So many points are suggested at most, none shorter or longer than this.
MOST: Final = 4
SHORTEST, LONGEST = 5, 80
#: A first guess counts where it has so much of what was found.
SURE: Final = 0.5


def asked(words: str) -> list[str]:
    """The sentences in which something is asked for, as they were said."""
    found = [one.strip() for one in _SENTENCE.findall(words)]
    return [one for one in found if SHORTEST <= len(one) <= LONGEST and _ASKS.search(one)][:MOST]


def several(words: str, table: Mapping[str, Mapping[str, float]]) -> list[tuple[str, str]]:
    """(category, sentence) where sentences speak of categories of different first levels; nothing for one matter."""
    rules, found = KeywordRules(table), dict[str, tuple[str, str]]()
    for sentence in _SENTENCE.findall(words):
        guess = rules.guess(sentence, 1)
        if guess and guess[0].probability >= SURE:
            found.setdefault(guess[0].label.partition(".")[0], (guess[0].label, sentence.strip()))
    return list(found.values()) if len(found) > 1 else []

"""Classes before anything is learned: words that speak for a category, as data of the town.

A rule is a word and how strongly it speaks (1 to 5).  The longest words are taken first and count once, so that 幼儿园
is not also 园.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from lianxin.aggregation.engine.classes import Guess, ranked
from lianxin.aggregation.engine.normal import normal


@dataclass(frozen=True)
class KeywordRules:
    """Words for each label: ``{"绿化": {"树": 2, "绿化带": 4}}``."""

    words: Mapping[str, Mapping[str, float]]

    def pattern(self) -> re.Pattern[str]:
        """All words, longer ones first."""
        every = {normal(word) for some in self.words.values() for word in some}
        return re.compile("|".join(map(re.escape, sorted(every, key=lambda one: (-len(one), one)))) or r"(?!)")

    def guess(self, text: str, most: int = 3) -> list[Guess]:
        """Labels by their share of what was found; nothing found, nothing said."""
        found = Counter(self.pattern().findall(normal(text)))
        sums = {
            label: sum(weight * min(2, found[normal(word)]) for word, weight in some.items() if normal(word) in found)
            for label, some in self.words.items()
        }
        total = sum(sums.values())
        if not total:
            return []
        labels = sorted(sums)
        return [one for one in ranked(labels, [sums[label] / (total + 1.0) for label in labels]) if one.probability][
            :most
        ]

"""Step 1: the same words written alike.  The original is never touched; positions here are not its positions."""

import re
import unicodedata
from typing import Final

_SPACES: Final = re.compile(r"\s+")
_GREETING: Final = re.compile(
    r"^(?:(?:尊敬|敬爱)的[^,，:：。!！]{0,14}[,，:：。!！]|(?:您|你)们?好[,，:：。!！]*|各位(?:领导|代表)[,，:：。!！]*)+"
)
_PARTING: Final = re.compile(
    r"(?:(?:望|请|恳请|希望)?(?:领导|政府)?(?:给予)?(?:回复|解决|重视|为盼)?[,，。!！]*谢谢(?:您|你|了)?[!！。~]*)$"
)
_RUN: Final = re.compile(r"[^\W_]+")


def normal(text: str) -> str:
    """Half width, lower case, without spaces."""
    return _SPACES.sub("", unicodedata.normalize("NFKC", text)).lower()


def plain(text: str) -> str:
    """`normal` without the greeting at the beginning and the thanks at the end, which stand in every message."""
    found = normal(text)
    return _PARTING.sub("", _GREETING.sub("", found)) or found


def runs(text: str) -> list[str]:
    """The stretches of letters, digits and characters between punctuation."""
    return _RUN.findall(text)

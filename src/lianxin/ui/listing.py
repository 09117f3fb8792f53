"""Several things one after the other, with the commas of the reader's language."""

from collections.abc import Iterable

from lianxin.ui.dates import is_english


def listed(parts: Iterable[object]) -> str:
    """``甲、乙、丙``; on English pages ``A, B, C``."""
    return (", " if is_english() else "、").join(str(part) for part in parts)


def told(parts: Iterable[object]) -> str:
    """Whole remarks: ``……；……``; on English pages ``…; …``."""
    return ("; " if is_english() else "；").join(str(part) for part in parts)


def clauses(parts: Iterable[object]) -> str:
    """Parts of one sentence: ``……，……``; on English pages ``…, …``."""
    return (", " if is_english() else "，").join(str(part) for part in parts)


def sentences(parts: Iterable[object]) -> str:
    """Whole sentences one after the other; on English pages with a space between them."""
    return (" " if is_english() else "").join(str(part) for part in parts)

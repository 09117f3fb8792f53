"""What happens to typed text.

Tidied for storing, normalised for comparing, cut into two-character tokens for searching.

Python strings only, no database. All functions are linear in the length of the text.
"""

import re
import unicodedata
from typing import NamedTuple

MAX_TEXT = 20_000
"""Longest text any field takes, in characters; longer text is refused with a sentence, never cut."""

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n[ \n]*")

# Signs that show nothing and can only mislead: controls, bidirectional embeddings, overrides and isolates, zero-width
# spaces, soft hyphen, byte order mark, interlinear annotation, non-characters. Left-to-right and right-to-left marks
# stay: Uyghur needs them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_MARKS = re.compile("[\u061c\u200c-\u200f\ufe00-\ufe0f\U000e0000-\U000e01ef]")
_JOINERS = re.compile("[\u200c\u200d]")
_ENDS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200c\u200d"
_FLAG_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,8}\U000e007f)|[\U000e0000-\U000e007f]")

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_WIDE_DIGITS = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)}
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[+-]?\d{1,30}(\.\d{1,30})?", re.ASCII)
_FORMULA_STARTS = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_ELLIPSIS = "…"


def halfwidth(text: str) -> str:
    """Return the text with full-width letters, digits, signs and spaces as ordinary ones; same length."""
    return text.translate(_WIDE)


def halfwidth_digits(text: str) -> str:
    """Return the text with full-width digits as ordinary ones; punctuation stays as typed; same length."""
    return text.translate(_WIDE_DIGITS)


fullwidth_digits = halfwidth_digits


def _keeps_joiner(before: str) -> bool:
    """Say whether a zero-width joiner has work to do after a sign.

    Inside an emoji, or in Arabic, Indic or Mongolian letters.
    """
    if unicodedata.category(before) in ("So", "Sk") or "\ufe00" <= before <= "\ufe0f":
        return True
    return "\u0600" <= before <= "\u1cff"


def _drop_idle_joiners(text: str) -> str:
    """Remove zero-width joiners and non-joiners that join nothing (``138\u200d0013``).

    But keep families and flags whole.
    """
    if not _JOINERS.search(text):
        return text
    kept: list[str] = []
    for sign in text:
        if sign not in "\u200c\u200d" or (kept and _keeps_joiner(kept[-1])):
            kept.append(sign)
    return "".join(kept)


def _plain_lines(text: str) -> str:
    """Unify line ends and remove what shows nothing."""
    text = _SURROGATES.sub("\ufffd", _NEWLINES.sub("\n", text))
    return _HIDDEN.sub("", text)


def tidy(text: str) -> str:
    """Return what is stored for a typed text.

    Composed (NFC), ``\\n`` line ends, without controls and hidden signs, outer space cut.

    Emoji (with their joiners), rare characters and right-to-left letters stay. Tidying twice changes nothing more.
    """
    text = _drop_idle_joiners(_plain_lines(text))
    text = _FLAG_TAGS.sub(lambda found: found.group(1) or "", text)
    return unicodedata.normalize("NFC", text).strip(_ENDS)


def tidy_line(text: str) -> str:
    """Return a tidied text on one line, with runs of space as one space; for names, titles and spreadsheet cells."""
    return " ".join(tidy(text).split())


def normalise(text: str) -> str:
    """Return the form in which two texts are compared.

    Tidied, all marks and joiners gone, space unified, empty lines dropped.

    Letter case and full-width signs are kept; see ``fold`` for searching.
    """
    text = unicodedata.normalize("NFC", _MARKS.sub("", _plain_lines(text)))
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", text)).strip()


def fold(text: str) -> str:
    """Return the form in which text is searched: compatibility form (NFKC.

    Full-width to half-width), no case, no marks.
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", _MARKS.sub("", _plain_lines(text))).casefold())


def _words(text: str) -> list[str]:
    """Return the unbroken runs of letters, digits and Han characters of a text, folded."""
    return _WORD.findall(fold(text))


def bigrams(text: str) -> list[str]:
    """Return the overlapping two-character tokens of a text in order; a run of one character gives that character.

    The same tokens are written to the search table and made from a query: a query of two or more characters is a
    phrase of them.
    """
    tokens: list[str] = []
    for word in _words(text):
        tokens.extend([word] if len(word) == 1 else [word[at : at + 2] for at in range(len(word) - 1)])
    return tokens


def search_tokens(text: str) -> str:
    """Return the tokens of a text in one string with spaces, as the search table stores them."""
    return " ".join(bigrams(text))


def search_phrases(query: str) -> list[list[str]]:
    """Return one phrase (list of consecutive tokens) per word of a query; all phrases must occur.

    A lone character is a prefix to look for.
    """
    return [bigrams(word) for word in _words(query)]


def shorten(text: str, limit: int) -> str:
    """Return a text on one line of at most ``limit`` characters, ending in … when cut.

    Never cut inside an emoji or an accented letter.
    """
    line = tidy_line(text)
    if len(line) <= limit:
        return line
    if limit < 1:
        return ""
    end = limit - 1
    while end > 0 and _continues(line, end):
        end -= 1
    return line[:end].rstrip() + _ELLIPSIS


def _continues(line: str, at: int) -> bool:
    """Say whether the sign at a position belongs to the one before it."""
    sign = line[at]
    if unicodedata.combining(sign) or _MARKS.match(sign) or "\U0001f3fb" <= sign <= "\U0001f3ff":
        return True
    return line[at - 1] == "\u200d"


def formula_safe(value: object) -> object:
    """Return a value that a spreadsheet shows and does not calculate.

    Text starting like a formula gets an apostrophe before it.

    Plain numbers in text (``-12.5``, ``+8613800000000``) and values that are not text stay as they are.
    """
    if not isinstance(value, str):
        return value
    start = value.lstrip(" \u3000\u00a0\u200b\ufeff")[:1]
    if start not in _FORMULA_STARTS or not start or _NUMBER.fullmatch(value):
        return value
    return "'" + value


class Checked(NamedTuple):
    """A tidied text and what is wrong with it: "" or ``required``, ``too_short``, ``too_long``, ``not_one_line``."""

    value: str
    code: str


def check_input(
    text: str, *, required: bool = True, shortest: int = 0, longest: int = MAX_TEXT, lines: bool = True
) -> Checked:
    """Tidy a typed text and check it; sentences for the codes live with the rooms that ask.

    ``required``: nothing readable is left after tidying. Lengths count characters of the tidied text. ``lines=False``
    refuses line breaks.
    """
    value = tidy(text)
    if not is_readable(value):
        return Checked("", "required" if required else "")
    if len(value) > longest:
        return Checked(value, "too_long")
    if len(value) < shortest:
        return Checked(value, "too_short")
    if not lines and "\n" in value:
        return Checked(value, "not_one_line")
    return Checked(value, "")


def is_readable(text: str) -> bool:
    """Say whether a text holds at least one sign that can be seen (a letter, a digit, punctuation, an emoji)."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in text)

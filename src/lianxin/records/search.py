"""One search for all rooms: two-character words are found on every database, one-character ones too.

A room calls :func:`index` inside the transaction of its change.  :func:`search` returns ids only: the caller
applies its policies before showing anything.  What is searched is the folded text (no case, half-width), and a hit
really contains every word of the query; the tokens only narrow the rows to look at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from lianxin.core.clock import now
from lianxin.core.text import bigrams, fold
from lianxin.db import prepared
from lianxin.db.models import Town
from lianxin.db.scope import current_town_id, town_scope
from lianxin.db.transactions import write
from lianxin.records.models import SearchEntry
from lianxin.records.search_index import HasTokens, drop_tokens, write_tokens

DESK: Final = "desk"
PUBLIC: Final = "public"
#: So many newest matching rows are ranked; older ones are reached by a longer query.
CANDIDATES: Final = 400
#: A word in the first characters of a text (number, title) weighs more.
HEAD: Final = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One object found; a higher score is a better match."""

    kind: str
    id: int
    score: int


def index(kind: str, object_id: int, text: str, scope: str = DESK) -> None:
    """Make an object findable by ``text`` in ``scope``, replacing what was there; an empty text removes it.

    Put what identifies the object (number, title) first.  Must run in the transaction of the change.
    """
    folded = " ".join(fold(text).split())
    if not folded:
        remove(kind, object_id, scope)
        return
    entry = prepared.first("search.entry", _entry, kind, object_id, scope)
    if entry is None:
        entry = SearchEntry(town_id=current_town_id(), kind=kind, object_id=object_id, scope=scope)
    elif entry.text == folded:
        return
    is_new = entry._state.adding
    entry.text, entry.indexed_at = folded, now()
    if is_new:
        entry.save(force_insert=True)
    else:
        entry.save(update_fields=["text", "indexed_at"])
    write_tokens(entry.town_id, entry.pk, text_tokens(folded), is_new=is_new)


def _entry(kind: str, object_id: int, scope: str) -> QuerySet[SearchEntry]:
    return SearchEntry.objects.filter(kind=kind, object_id=object_id, scope=scope)


def remove(kind: str, object_id: int, scope: str | None = None) -> None:
    """Make an object unfindable (in one scope, or everywhere); retention calls this for erased text."""
    rows = SearchEntry.objects.filter(kind=kind, object_id=object_id)
    if scope is not None:
        rows = rows.filter(scope=scope)
    ids = list(rows.values_list("pk", flat=True))
    if ids:
        drop_tokens(ids)
        SearchEntry.objects.filter(pk__in=ids).delete()


def remove_many(kind: str, object_ids: Sequence[int]) -> None:
    """Make many objects of one kind unfindable at once; in the transaction of the change."""
    ids = list(SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).values_list("pk", flat=True))
    if ids:
        drop_tokens(ids)
        SearchEntry.objects.filter(pk__in=ids).delete()


def search(query: str, kinds: Iterable[str] = (), limit: int = 50, scope: str = DESK) -> list[Hit]:
    """Objects whose text contains every word of ``query``, best first; one statement, none for an empty query."""
    words, rows = _words(query), containing(query, scope)
    if rows is None:
        return []
    chosen = list(kinds)
    if chosen:
        rows = rows.filter(kind__in=chosen)
    found = rows.order_by("-id").values_list("kind", "object_id", "text")[:CANDIDATES]
    hits = [Hit(kind, object_id, _score(words, text)) for kind, object_id, text in found]
    return sorted(hits, key=lambda hit: -hit.score)[:limit]


def containing(query: str, scope: str = DESK) -> QuerySet[SearchEntry] | None:
    """The search rows that contain every word of ``query``, to be narrowed by the caller; None for no words."""
    words = _words(query)
    tokens = [token for word in words for token in bigrams(word)]
    if not tokens:
        return None
    rows = SearchEntry.objects.filter(HasTokens(tokens), scope=scope)
    for word in words:
        rows = rows.filter(text__contains=word)
    return rows


def words_of(query: str) -> tuple[str, ...]:
    """The words of a query as they are looked for: folded, at most eight."""
    return tuple(_words(query))


def search_any(queries: Iterable[str], kinds: Iterable[str], limit: int = 50, scope: str = DESK) -> list[Hit]:
    """Objects whose text contains every word of at least one query, newest first; one statement, none for no words."""
    asked = Q()
    for query in queries:
        words = _words(query)
        tokens = [token for word in words for token in bigrams(word)]
        if tokens:
            asked |= Q(HasTokens(tokens), *(Q(text__contains=word) for word in words))
    if not asked:
        return []
    rows = SearchEntry.objects.filter(asked, scope=scope, kind__in=list(kinds)).order_by("-id")
    return [Hit(kind, object_id, 1) for kind, object_id in rows.values_list("kind", "object_id")[:limit]]


def matching(query: str, kind: str, scope: str = DESK) -> QuerySet[SearchEntry, Any]:
    """The same as a condition: ``filter(pk__in=matching(…))`` costs no statement of its own; an empty query matches
    nothing.
    """
    rows = containing(query, scope)
    if rows is None:
        return SearchEntry.objects.none().values("object_id")
    return rows.filter(kind=kind).values("object_id")


def matching_ids(query: str, kind: str, limit: int = CANDIDATES, scope: str = DESK) -> list[int]:
    """Ids of one kind that match, best first; for filters of list pages (``filter(pk__in=…)``)."""
    return [hit.id for hit in search(query, [kind], limit, scope)]


def rebuild(town: Town | int, batch: int = 500) -> int:
    """Write all tokens of a town anew from the stored texts; how many rows.  Used after an import."""
    done = 0
    with town_scope(town):
        last = 0
        while rows := list(SearchEntry.objects.filter(id__gt=last).order_by("id")[:batch]):
            with write():
                for row in rows:
                    write_tokens(row.town_id, row.pk, text_tokens(row.text))
            last = rows[-1].pk
            done += len(rows)
    return done


def text_tokens(folded: str) -> list[str]:
    """The tokens of a text: every two neighbouring characters, and the last character of each run.

    The last one stands alone so that a query of one character, looked up as a prefix, finds it there too.
    """
    tokens: list[str] = []
    for word in folded.split():
        tokens.extend(bigrams(word))
        tokens.extend(run[-1] for run in _runs(word))
    return tokens


def _runs(word: str) -> list[str]:
    """The unbroken runs of letters, digits and Han characters in a word."""
    return "".join(sign if sign.isalnum() else " " for sign in word).split()


def _words(query: str) -> list[str]:
    """The words of a query that hold something to look for, folded, at most eight."""
    return [word for word in fold(query).split() if bigrams(word)][:8]


def _score(words: Sequence[str], text: str) -> int:
    """How well a text fits: how often each word occurs (five at most), and more where it stands at the head."""
    head = text[:HEAD]
    return sum(
        min(text.count(word), 5) + (5 if word in head else 0) + (5 if text.startswith(word) else 0) for word in words
    )

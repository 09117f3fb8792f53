"""The ten most like every message at once, as one product of sparse matrices where scipy is installed (extra ``nlp``).

It finds what `Index.nearest` finds, without leaving out what a budget would; rows are taken in blocks, so that memory
does not grow with the square of the messages.
"""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Final

from lianxin.aggregation.engine.alike import Alike, Index

#: Rows multiplied at once.
BLOCK: Final = 512


def has_library() -> bool:
    """Whether numpy and scipy are at hand."""
    return find_spec("scipy") is not None and find_spec("numpy") is not None


def nearest_of_all(index: Index, most: int, progress: Callable[[int, int], None]) -> dict[int, list[Alike]]:
    """For every message of the index those most like it, best first, ties by key."""
    import numpy as np

    rows = _matrix(index)
    turned = rows.T.tocsr()
    keys = np.array(index.keys, dtype=np.int64)
    found: dict[int, list[Alike]] = {}
    for start in range(0, len(keys), BLOCK):
        product = rows[start : start + BLOCK] @ turned
        for at in range(product.shape[0]):
            span = slice(product.indptr[at], product.indptr[at + 1])
            found[index.keys[start + at]] = _best(np, keys, product.indices[span], product.data[span], start + at, most)
        progress(min(start + BLOCK, len(keys)), len(keys))
    return found


def _best(np: Any, keys: Any, places: Any, scores: Any, own: int, most: int) -> list[Alike]:
    """The highest scores of one row without its own."""
    others = places != own
    places, scores = places[others], scores[others]
    if len(scores) > 4 * most:
        bar = np.partition(scores, len(scores) - most)[len(scores) - most]
        near = scores >= bar
        places, scores = places[near], scores[near]
    order = np.lexsort((keys[places], -scores))[:most]
    return [Alike(int(keys[places[at]]), min(1.0, float(scores[at]))) for at in order]


def _matrix(index: Index) -> Any:
    """All messages as unit rows; bigrams that say nothing are left out."""
    import numpy as np
    from scipy import sparse

    rarity = np.array([index.rarity(number) for number in range(len(index.posts))], dtype=np.float32)
    sizes = np.fromiter((len(row) for row in index.grams), dtype=np.int64, count=len(index.grams))
    numbers = np.concatenate([np.frombuffer(row, dtype=np.uint32) for row in index.grams] or [np.zeros(0, np.uint32)])
    values = np.concatenate([np.frombuffer(row, dtype=np.float32) for row in index.often] or [np.zeros(0, np.float32)])
    values *= rarity[numbers]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    matrix = sparse.csr_matrix((values, numbers.astype(np.int32), starts), shape=(len(index.grams), len(rarity)))
    matrix.eliminate_zeros()
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1.0
    return (sparse.diags((1.0 / lengths).astype(np.float32)) @ matrix).tocsr()

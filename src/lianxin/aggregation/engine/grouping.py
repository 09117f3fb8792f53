"""Step 7: groups from judged pairs.  A veto between any two keeps their groups apart."""

from collections.abc import Callable, Iterable, Sequence


class Groups:
    """Disjoint sets that remember who must not come together; the smallest key names a set."""

    def __init__(self) -> None:
        """Everybody alone."""
        self._parent: dict[int, int] = {}
        self._apart: dict[int, set[int]] = {}

    def find(self, key: int) -> int:
        """The name of the set of ``key``."""
        root = key
        while self._parent.get(root, root) != root:
            root = self._parent[root]
        while self._parent.get(key, key) != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def keep_apart(self, one: int, other: int) -> None:
        """Never let the sets of these two be joined."""
        a, b = self.find(one), self.find(other)
        if a != b:
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def may_join(self, one: int, other: int) -> bool:
        """Whether nothing keeps the two apart."""
        return self.find(other) not in self._apart.get(self.find(one), ())

    def join(self, one: int, other: int) -> bool:
        """Join the sets of two, unless something keeps them apart; says whether they are together now."""
        a, b = sorted((self.find(one), self.find(other)))
        if a == b:
            return True
        if b in self._apart.get(a, ()):
            return False
        self._parent[b] = a
        foes = self._apart.pop(b, set())
        for foe in foes:
            self._apart[foe].discard(b)
            self._apart[foe].add(a)
        if foes:
            self._apart.setdefault(a, set()).update(foes)
        return True


Fit = Callable[[Sequence[int], Sequence[int]], bool]


def _any(_one: Sequence[int], _other: Sequence[int]) -> bool:
    """Nothing speaks against it."""
    return True


def group(
    keys: Sequence[int], joins: Iterable[tuple[float, int, int]], apart: Iterable[tuple[int, int]] = (),
    fit: Fit = _any,
) -> dict[int, int]:  # fmt: skip
    """The group of every key: pairs are joined from the highest score down, ties by key; ``apart`` pairs never.

    ``fit`` is asked before groups of more than two in all come together, so that a chain of weak links does not bring
    together what has nothing in common.
    """
    groups = Groups()
    members = {key: [key] for key in keys}
    for one, other in apart:
        groups.keep_apart(one, other)
    for _score, one, other in sorted(joins, key=lambda found: (-found[0], found[1], found[2])):
        a, b = groups.find(one), groups.find(other)
        ours, theirs = members.get(a, [a]), members.get(b, [b])
        if a != b and (len(ours) + len(theirs) == 2 or fit(ours, theirs)) and groups.join(one, other):
            members[min(a, b)] = ours + theirs
            members.pop(max(a, b), None)
    return {key: groups.find(key) for key in keys}

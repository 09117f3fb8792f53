"""Who may see the records of an object: each room registers a policy for its kinds.

A kind without a policy is readable by nobody, so a forgotten registration shows nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from lianxin.journal.actors import Actor
from lianxin.records.models import Attachment

#: May this actor read the attachments of the object with this id?
MayRead = Callable[[Actor, int, Attachment], bool]

_files: dict[str, MayRead] = {}


@dataclass(frozen=True, slots=True)
class Label:
    """How an object of some room is named on a page of this room; ``url`` is empty where there is no page."""

    title: str
    url: str = ""
    state: str = ""


#: The labels of those of the given objects that this actor may see; the others are left out.
Describe = Callable[[Actor, Iterable[int]], Mapping[int, Label]]

#: The labels of those of the given objects that are public facts: no person, no resident's words; pages for everybody.
DescribeOpenly = Callable[[Iterable[int]], Mapping[int, Label]]

_labels: dict[str, Describe] = {}
_open_labels: dict[str, DescribeOpenly] = {}


def files_of(kind: str, may_read: MayRead) -> None:
    """Register who may download the attachments of objects of ``kind``; a second call replaces the first."""
    _files[kind] = may_read


def may_read_file(actor: Actor, attachment: Attachment) -> bool:
    """Whether an actor may download an attachment; sealed, erased and unregistered ones are readable by nobody."""
    if attachment.sealed or attachment.erased_at is not None:
        return False
    policy = _files.get(attachment.owner_kind)
    return policy is not None and policy(actor, attachment.owner_id, attachment)


def labels_of(kind: str, describe: Describe) -> None:
    """Register how objects of ``kind`` are named for an actor; a second call replaces the first."""
    _labels[kind] = describe


def open_labels_of(kind: str, describe: DescribeOpenly) -> None:
    """Register how objects of ``kind`` are named to everybody; kinds without it are never named in public."""
    _open_labels[kind] = describe


def describe_openly(pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Label]:
    """The labels of the objects among ``pairs`` that are public facts; one call per kind."""
    found: dict[tuple[str, int], Label] = {}
    for kind, ids in _by_kind(pairs).items():
        if kind in _open_labels:
            found.update({(kind, pk): label for pk, label in _open_labels[kind](sorted(ids)).items()})
    return found


def _by_kind(pairs: Iterable[tuple[str, int]]) -> dict[str, set[int]]:
    by_kind: dict[str, set[int]] = {}
    for kind, object_id in pairs:
        by_kind.setdefault(kind, set()).add(object_id)
    return by_kind


def describe(actor: Actor, pairs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Label]:
    """The labels of the objects among ``pairs`` that ``actor`` may see; one call per kind."""
    found: dict[tuple[str, int], Label] = {}
    for kind, ids in _by_kind(pairs).items():
        if kind in _labels:
            found.update({(kind, object_id): label for object_id, label in _labels[kind](actor, sorted(ids)).items()})
    return found

"""How an address finds its room: by its first two parts, not by asking each of some hundred patterns in turn."""

from typing import Any, Final

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

#: What an address or a pattern begins with: its first two parts as far as they are fixed.
Head = tuple[str, ...]
_PARTS: Final = 2


class Room(URLResolver):
    """The addresses of one room, as ``include`` makes them; finds the same views as Django's own resolver."""

    def __init__(self, made: URLResolver) -> None:
        super().__init__(made.pattern, made.urlconf_name, made.default_kwargs, made.app_name, made.namespace)
        self._narrow: dict[Head, URLResolver] = {}

    def resolve(self, path: str) -> Any:
        """The view of *path*, looked for among the patterns that can fit; raises ``Resolver404``."""
        head = tuple(path.split("/", _PARTS)[:_PARTS])
        found = self._narrow.get(head)
        if found is None:
            found = self._narrowed(head)
        return found.resolve(path)

    def _narrowed(self, head: Head) -> URLResolver:
        """A resolver of the patterns that can fit; kept for what a pattern names, so that no visitor can fill it."""
        known = {_head_of(one) for one in self.url_patterns}
        fitting = [one for one in self.url_patterns if _fits(_head_of(one), head)]
        made = URLResolver(self.pattern, fitting, self.default_kwargs, self.app_name, self.namespace)  # type: ignore[arg-type]
        if head in known:
            self._narrow[head] = made
        return made


def _head_of(one: URLPattern | URLResolver) -> Head:
    """The fixed parts that every address of this pattern begins with; none where it may begin with anything."""
    if not isinstance(one.pattern, RoutePattern):
        return ()
    fixed, variable, _rest = str(one.pattern).partition("<")
    parts = fixed.split("/", _PARTS)
    if variable or isinstance(one, URLResolver):
        parts = parts[: fixed.count("/")]  # the last one goes on
    return tuple(parts[:_PARTS])


def _fits(fixed: Head, head: Head) -> bool:
    return head[: len(fixed)] == fixed

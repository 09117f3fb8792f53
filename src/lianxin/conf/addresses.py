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
        narrow = self._narrow or self._divided()
        head = tuple(path.split("/", _PARTS)[:_PARTS])
        return (narrow.get(head) or narrow.get(head[:1]) or narrow[()]).resolve(path)

    def _divided(self) -> dict[Head, URLResolver]:
        """For each beginning that a pattern names a resolver of all patterns that fit it."""
        heads = [(one, _head_of(one)) for one in self.url_patterns]
        narrow = {}
        for head in {(), *(fixed for _one, fixed in heads)}:
            fitting: Any = [one for one, fixed in heads if head[: len(fixed)] == fixed]
            narrow[head] = URLResolver(self.pattern, fitting, self.default_kwargs, self.app_name, self.namespace)
        self._narrow = narrow
        return narrow


def _head_of(one: URLPattern | URLResolver) -> Head:
    """The fixed parts that every address of this pattern begins with; none where it may begin with anything."""
    if not isinstance(one.pattern, RoutePattern):
        return ()
    fixed, variable, _rest = str(one.pattern).partition("<")
    parts = fixed.split("/", _PARTS)
    if variable or isinstance(one, URLResolver):
        parts = parts[: fixed.count("/")]  # the last one goes on
    return tuple(parts[:_PARTS])

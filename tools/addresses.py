"""Every address of the product says who may see it: its view carries a policy."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def without_policy() -> Iterator[str]:
    """Addresses whose view has no ``policy`` attribute. Django must be set up."""
    for route, pattern in _walk(get_resolver().url_patterns, ""):
        view = pattern.callback
        if getattr(view, "policy", None) is None and getattr(getattr(view, "view_class", None), "policy", None) is None:
            name = f"{getattr(view, '__module__', '?')}.{getattr(view, '__qualname__', view)}"
            yield f"/{route}: the view {name} has no policy"


def _walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route)
        else:
            yield route, entry

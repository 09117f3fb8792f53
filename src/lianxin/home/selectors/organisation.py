"""The organisation chart as of a day, and the working methods."""

import datetime as dt
from typing import Any

from django.db.models import Q

from lianxin.core.clock import today
from lianxin.home.models import Body, Method, MethodPart, Post

Row = dict[str, Any]


def chart(day: dt.date | None = None) -> list[Row]:
    """The bodies in the order of the chart, each with its posts in official order; one statement."""
    on = day or today()
    held = Post.objects.filter(valid_from__lte=on).filter(Q(valid_to=None) | Q(valid_to__gte=on))
    posts: dict[str, list[Post]] = {}
    for post in held.order_by("sort", "id"):
        posts.setdefault(post.body, []).append(post)
    return [
        {"name": Body(code).label, "posts": [_post(one) for one in posts[code]]}
        for code in Body.values
        if code in posts
    ]


def _post(one: Post) -> Row:
    return {
        "pk": one.pk,
        "title": one.title,
        "holder": one.holder,
        "duties": one.duties,
        "is_open": one.valid_to is None,
        "from": one.valid_from,
    }


def parts_of(method: Method) -> list[Row]:
    """The pillars of a method with their measures, in order; one statement."""
    rows = list(MethodPart.objects.filter(method_id=method.pk, is_current=True).order_by("sort", "id"))
    return [
        {"part": top, "measures": [one for one in rows if one.parent_id == top.pk]} for top in rows if not top.parent_id
    ]

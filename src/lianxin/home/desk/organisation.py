"""The organisation chart on the desk."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.core.clock import today
from lianxin.deputies.policies import KEEPERS, READERS
from lianxin.home import forms
from lianxin.home.actions import EndPost, EnterPost
from lianxin.home.models import Post
from lianxin.home.selectors.organisation import chart
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui.acting import form_page, posted
from lianxin.ui.dates import parse_date


def post_here(_request: HttpRequest, pk: int) -> Post | None:
    """A post of this town, or nothing."""
    return Post.objects.filter(pk=pk).first()


@requires(READERS)
@require_safe
def organisation(request: HttpRequest) -> HttpResponse:
    """The chart of today, or of the day in ``?on=``."""
    day = parse_date(request.GET.get("on", "")) or today()
    context = {"bodies": chart(day), "day": day, "may_keep": KEEPERS.check(actor_of(request))}
    return render(request, "home/organisation.html", context)


@requires(KEEPERS)
@require_http_methods(["GET", "POST"])
def new_post(request: HttpRequest) -> HttpResponse:
    """Enter a post."""

    def run(data: Mapping[str, Any]) -> None:
        EnterPost(actor=actor_of(request), **data).execute()

    return form_page(
        request, forms.PostForm(posted(request)), run, title=_("登记职务"), back=reverse("home:organisation"),
        done=_("已经登记。"),
    )  # fmt: skip


@requires(KEEPERS, post_here)
@require_http_methods(["GET", "POST"])
def end_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when somebody held a post."""
    one = loaded(request, Post)

    def run(data: Mapping[str, Any]) -> None:
        EndPost(actor=actor_of(request), post=one, **data).execute()

    return form_page(
        request, forms.EndPostForm(posted(request)), run, title=_("职务到期"), sub=f"{one.title} {one.holder}".strip(),
        back=reverse("home:organisation"), done=_("已经写上。接任的人请另登记一条。"),
    )  # fmt: skip

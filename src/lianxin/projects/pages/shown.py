"""The chosen projects for everybody: how far they are, what was decided about them, what became of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from lianxin.people.access import public
from lianxin.projects import asked, selectors, watching
from lianxin.projects import workflow as w
from lianxin.projects.models import Project


@public
@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """The chosen projects and how far they are, for everybody."""
    rows = selectors.public_projects()
    context = {
        "rows": rows, "share": selectors.origin_share(rows), "colours": watching.summed(rows), "wishes": asked.over(),
    }  # fmt: skip
    return render(request, "projects/public.html", context)


@public
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One project from the ideas to the look-back; a project that was not chosen is not there."""
    found = get_object_or_404(Project, pk=pk, state__in=w.VOTED_IN)
    context = {"row": watching.watched(found.pk), "votes": selectors.votes_of(found)}
    return render(request, "projects/public_one.html", context)

"""What the desk's pages of this room share."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from lianxin.ui.acting import act_on
from lianxin.ui.forms import Form

FORM = "ui/form_page.html"


def form_page(
    request: HttpRequest,
    form: Form,
    run: Callable[[Mapping[str, Any]], object],
    *,
    title: str,
    back: str,
    done: str,
    sub: str = "",
) -> HttpResponse:
    """The ordinary form page of the desk around one action."""
    context = {"title": title, "sub": sub}
    return act_on(request, form, run, template=FORM, back=back, done=done, context=context)

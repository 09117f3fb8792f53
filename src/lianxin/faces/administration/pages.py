"""What the administrators' pages share: a form that runs an action, a confirmation that runs one."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianxin.journal.errors import Invalid
from lianxin.ui.forms import Form

#: Whose navigation the desk layout shows.
NAV = {"nav_face": "admin"}


def show(request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of an administrator."""
    return render(request, f"administration/{template}", {**NAV, **context}, status=status)


def form_page(
    request: HttpRequest,
    form: Form,
    run: Callable[[Mapping[str, Any]], object],
    *,
    title: str,
    back: str,
    done: str,
    sub: str = "",
    danger: bool = False,
) -> HttpResponse:
    """Show a form; when it is sent and fits, ``run`` the action and go ``back`` with the message ``done``.

    A refusal at a field is shown there and what was typed stays; other refusals become their own pages.
    """
    if form.is_bound and form.is_valid():
        try:
            run(form.cleaned_data)
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back)
    context = {"title": title, "sub": sub, "form": form, "back": back, "danger": danger}
    return show(request, "form.html", context, form.status)


def posted(request: HttpRequest) -> Any:
    """The data a form is bound to: what was posted, or nothing."""
    return request.POST if request.method == "POST" else None

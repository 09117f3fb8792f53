"""What the administrators' pages share: a form that runs an action, a confirmation that runs one."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxin.ui.acting import act_on, posted
from lianxin.ui.forms import Form

__all__ = ["NAV", "form_page", "posted", "show"]

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
    context = {**NAV, "title": title, "sub": sub, "danger": danger}
    template = "administration/form.html"
    return act_on(request, form, run, template=template, back=back, done=done, context=context)

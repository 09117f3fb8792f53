"""A form that runs one action: shown, tried, refused at its fields, or done and led on."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from lianxin.journal.errors import Invalid
from lianxin.ui.forms import Form


def posted(request: HttpRequest) -> Any:
    """The data a form is bound to: what was posted, or nothing."""
    return request.POST if request.method == "POST" else None


def act_on(
    request: HttpRequest,
    form: Form,
    run: Callable[[Mapping[str, Any]], object],
    *,
    template: str,
    back: str,
    done: str,
    context: Mapping[str, Any],
) -> HttpResponse:
    """Show a form; when it is sent and fits, ``run`` the action and go ``back`` with the message ``done``.

    A refusal at a field is shown there and what was typed stays; other refusals become their own pages.  The template
    gets ``form`` and ``back`` beside ``context``.
    """
    if form.is_bound and form.is_valid():
        try:
            run(form.cleaned_data)
        except Invalid as problem:
            form.take(problem)
        else:
            messages.success(request, done)
            return HttpResponseRedirect(back)
    return render(request, template, {**context, "form": form, "back": back}, status=form.status)


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
    """The ordinary form page of the desk around one action; see :func:`act_on`."""
    context = {"title": title, "sub": sub}
    return act_on(request, form, run, template="ui/form_page.html", back=back, done=done, context=context)

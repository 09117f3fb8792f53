"""A form that was being sent when the session had ended: kept, sealed, and offered again after signing in.

Nothing is stored: what was typed travels, signed, in the page the person sees next.  It is sent again only
when the person presses a button, with a fresh CSRF token.
"""

from dataclasses import dataclass
from typing import Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lianxin.people.forms import CodeForm, PasswordForm

_SALT: Final = "lianxin.people.replay"
#: A sealed form is good for this many seconds.
LIFETIME: Final = 3600
#: More than this is not carried along.
LARGEST: Final = 300_000
_NOT_KEPT: Final = frozenset({"csrfmiddlewaretoken"})


@dataclass(frozen=True, slots=True)
class SealedForm:
    """The address a form was sent to and its fields."""

    path: str
    fields: tuple[tuple[str, str], ...]


def seal(request: HttpRequest) -> str:
    """The sealed form of a POST request; empty when it is too large to carry."""
    fields = [
        [name, str(value)]
        for name, values in request.POST.lists()
        if name not in _NOT_KEPT and "password" not in name
        for value in values
    ]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return ""
    return signing.dumps([request.get_full_path(), fields], salt=_SALT, compress=True)


def open_sealed(text: str) -> SealedForm | None:
    """What was sealed, or ``None`` when it is not ours or too old."""
    try:
        path, fields = signing.loads(text, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return None
    return SealedForm(path, tuple((name, value) for name, value in fields))


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """Answer a POST without a session: say what happened and offer to sign in; 401."""
    context = {
        "replay": seal(request),
        "had_files": bool(request.FILES),
        "password_form": PasswordForm(auto_id="password_%s"),
        "code_form": CodeForm(auto_id="code_%s"),
    }
    return render(request, "people/sign_in.html", context, status=401)

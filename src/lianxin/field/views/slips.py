"""The slip's own page: works for ever, before and after the record has arrived; four signs lead on to the matter."""

import datetime as dt
from typing import Final

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxin.core.hashing import salted_digest, same
from lianxin.core.ids import check_slip_code, read_slip_code
from lianxin.core.text import halfwidth
from lianxin.field import kinds, texts
from lianxin.field.models import Item, Seat
from lianxin.people.access import public
from lianxin.people.addresses import client_address
from lianxin.people.throttles import Limit, clear, hit
from lianxin.ui import forms
from lianxin.ui.dates import zh_date
from lianxin.ui.errors import error_page

#: Guesses at the four signs of one slip; and look-ups from one address.
GUESSES: Final = Limit(6, dt.timedelta(minutes=15), dt.timedelta(minutes=15))
LOOKUPS: Final = Limit(120, dt.timedelta(hours=1), dt.timedelta(minutes=10))


class SlipForm(forms.Form):
    """The number on the slip."""

    slip = django_forms.CharField(
        label=_("取单号"), max_length=40, help_text=_("纸条上的一行，例如 K7QM-03-0012-8，横杠可以不打。"),
        widget=django_forms.TextInput(attrs={"class": "code", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_slip(self) -> str:
        """The slip in its one form."""
        code = check_slip_code(self.cleaned_data["slip"])
        if code is None:
            raise django_forms.ValidationError(_("取单号不对，请照纸条再输一遍。"), code="invalid")
        return code


class PinForm(forms.Form):
    """The four signs below the number."""

    pin = django_forms.CharField(
        label=_("口令"), max_length=12, help_text=_("取单号下面的四个字母或数字。"),
        widget=django_forms.TextInput(attrs={"class": "code w-s", "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip

    def clean_pin(self) -> str:
        """Capital letters without gaps."""
        return "".join(halfwidth(self.cleaned_data["pin"]).split()).replace("-", "").upper()


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Type the number of a slip."""
    form = SlipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("field:slip", slip=form.cleaned_data["slip"])
    return render(request, "field/find_slip.html", {"form": form}, status=form.status)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request: HttpRequest, slip: str) -> HttpResponse:
    """What is known of a slip: received under which number, or still on the recorder's phone.

    Numbers of slips can be guessed, so nothing else is shown without the four signs.  A number nobody ever gave out
    answers 404.
    """
    code = check_slip_code(slip)
    if code is None:
        return error_page(request, 404, text=gettext("取单号不对，请照纸条再输一遍。"))
    if code != slip:
        return redirect("field:slip", slip=code)
    hit("slip_address", client_address(request), LOOKUPS)
    item = Item.objects.filter(slip=code).first()
    if item is None:
        return _not_here(request, code)
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        answer = _open(item, form)
        if answer is not None:
            return answer
    context = {"slip": code, "item": item, "received": zh_date(item.received_at), "form": form}
    return render(request, "field/slip.html", context, status=form.status)


def _not_here(request: HttpRequest, code: str) -> HttpResponse:
    """Still on a phone, if a phone has that number at all."""
    parts = read_slip_code(code)
    known = parts is not None and Seat.objects.filter(visit__code=parts.visit, recorder=parts.recorder).exists()
    if not known:
        return error_page(request, 404, text=gettext("没有发出过这个取单号，请照纸条再输一遍。"))
    return render(request, "field/slip.html", {"slip": code, "item": None, "waiting": texts.waiting()})


def _open(item: Item, form: PinForm) -> HttpResponse | None:
    """Lead on to the matter; ``None`` when the form now says that the four signs are wrong."""
    left = hit("slip_pin", item.slip, GUESSES)
    sealed = salted_digest(form.cleaned_data["pin"], item.pin_salt) if item.pin_salt else ""
    if not sealed or not same(sealed, item.pin_digest):
        form.add_error("pin", texts.wrong_pin(left))
        return None
    clear("slip_pin", item.slip)
    kind = kinds.find(item.kind, item.version)
    target = kind.follow(item.result_id) if kind is not None and kind.follow is not None else ""
    return redirect(target) if target else None

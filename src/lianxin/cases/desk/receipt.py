"""补打回执 at the desk: find the matter by its number, say why, and print number and query code once more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.cases import policies
from lianxin.cases.actions.receipt import WHY, ReprintReceipt, may_hand_out
from lianxin.cases.desk.page import by_number
from lianxin.cases.models import Case
from lianxin.core.text import tidy_line
from lianxin.journal.errors import Invalid, WrongState
from lianxin.people.access import actor_of, loaded, requires
from lianxin.ui import forms


class WhyForm(forms.Form):
    """Why the receipt is printed again."""

    why = forms.OneChoice(label=_("为什么补打"), choices=list(WHY.items()), widget=forms.RadioCards())


@requires(policies.REPRINT)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Ask for the number on the sheet and lead to its receipt; a number out of reach is simply not found."""
    number = tidy_line(request.GET.get("number", ""))[:40]
    case = Case.objects.filter(number=number).first() if number else None
    if case is not None and may_hand_out(actor_of(request), case):
        return redirect("cases:desk_receipt", number=case.number)
    return render(request, "cases/desk/receipt_find.html", {"number": number, "title": gettext("补打回执")})


def reprintable(request: HttpRequest, number: str) -> Case | None:
    """A matter whose code the actor may hand out; out of reach is left to the policy, the rest is not found."""
    case = by_number(request, number)
    actor = actor_of(request)
    return case if not policies.REPRINT.check(actor, case) or may_hand_out(actor, case) else None


@requires(policies.REPRINT, reprintable)
@require_http_methods(["GET", "HEAD", "POST"])
def reprint(request: HttpRequest, number: str) -> HttpResponse:
    """Say why; then the receipt to print, and a line in the log."""
    case, actor = loaded(request, Case), actor_of(request)
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            receipt = ReprintReceipt(actor=actor, case_id=case.pk, why=form.cleaned_data["why"]).execute()
        except Invalid as problem:
            form.take(problem)
        except WrongState as problem:
            messages.warning(request, problem.message)
            return redirect("cases:desk_receipts")
        else:
            return redirect(reverse("cases:desk_recorded", args=[receipt.token]) + "?again=1")
    may_open = policies.SEE_CASE.check(actor, case)
    context = {"case": case, "form": form, "title": gettext("补打回执"), "may_open": may_open}
    return render(request, "cases/desk/receipt.html", context, status=form.status)

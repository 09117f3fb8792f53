"""The register on the desk."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from lianxin.deputies import selectors
from lianxin.deputies.lists import REGISTER
from lianxin.deputies.policies import READERS
from lianxin.people.access import requires


@requires(READERS)
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Everybody in the register with present mandates; exports as a spreadsheet."""
    return REGISTER.respond(request, selectors.register(), "deputies/register.html", {"title": _("代表名册")})

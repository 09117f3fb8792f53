"""Photos of who spoke: kept after the words are safe, shown to the speaker, added later, taken back.

A photo opens through the speaker's own page and nowhere else: the address carries the slip's token, and the policy of
the case's files lets the speaker see the own ones until the words are withdrawn.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lianxin.cases.actions.files import AttachFile, RemoveFile
from lianxin.cases.models import Opinion
from lianxin.cases.receipts import Receipt
from lianxin.cases.selectors import own_photos, public_status
from lianxin.journal.actors import resident_with_code
from lianxin.journal.errors import ActionError, WrongState
from lianxin.people.access import public
from lianxin.people.addresses import client_address
from lianxin.people.throttles import Limit, hit
from lianxin.records.access import may_read_file
from lianxin.records.attachments import prepare
from lianxin.records.models import Attachment
from lianxin.records.views.files import send
from lianxin.ui import forms

#: Our default: so many sendings of photos from one address in an hour.  Turning a photo into one of ours costs a second
#: of a processor, also where the ninth is there already and nothing is kept.
SENDING: Final = Limit(60, dt.timedelta(hours=1), dt.timedelta(minutes=10))


class PhotosForm(forms.Form):
    """More photos."""

    photos = forms.PhotosField(
        label=gettext_lazy("照片"),
        error_messages={"required": gettext_lazy("请先选照片。")},
    )


def keep_photos(receipt: Receipt, files: Sequence[Any]) -> list[str]:
    """Store the photos sent with the words; a sentence for every photo that could not be kept."""
    return _keep(receipt.opinion_id, receipt.case_id, receipt.token, files)


def _keep(opinion_id: int, case_id: int, token: str, files: Sequence[Any]) -> list[str]:
    actor = resident_with_code(opinion_id)
    refused = []
    for file in files:
        try:
            prepared = prepare(file, file.name, field="photos")
            AttachFile(actor=actor, case_id=case_id, prepared=prepared, quota_key=token).execute()
        except ActionError as problem:
            refused.append(_("“%(name)s”没有存下：%(why)s") % {"name": file.name, "why": problem.message})
    return refused


def _opinion(token: str) -> Opinion:
    """The opinion of a slip's address whose speaker has not withdrawn it."""
    opinion = public_status.by_token(token)
    if opinion is None or opinion.withdrawn_at is not None:
        raise Http404
    return opinion


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, token: str) -> HttpResponse:
    """My photos: look, add, take back."""
    opinion = _opinion(token)
    status = public_status.status(opinion)
    may_add = "add_words" in status.may
    form = PhotosForm(request.POST, request.FILES) if request.method == "POST" else PhotosForm()
    if request.method == "POST" and not may_add:
        raise WrongState("not_now", _("这件事已经结束，不能再添照片。"))
    if request.method == "POST" and form.is_valid():
        hit("photos", client_address(request), SENDING)
        refused = _keep(opinion.pk, opinion.case_id, token, form.cleaned_data["photos"])
        for sentence in refused:
            messages.warning(request, sentence)
        if len(refused) < len(form.cleaned_data["photos"]):
            messages.success(request, _("照片存好了。"))
        return redirect("cases:photos", token=token)
    context = {
        "form": form, "token": token, "status": status, "may_add": may_add, "photos": own_photos.of(opinion),
    }  # fmt: skip
    return render(request, "cases/public/photos.html", context, status=form.status)


def _photo(token: str, file: str) -> Attachment:
    """One photo of the opinion's speaker; 404 for anybody else's and for what was taken back."""
    opinion = _opinion(token)
    attachment = Attachment.objects.filter(token=file, owner_kind="case", owner_id=opinion.case_id).first()
    if attachment is None or not may_read_file(resident_with_code(opinion.pk), attachment):
        raise Http404
    return attachment


@public
@require_safe
@never_cache
def photo(request: HttpRequest, token: str, file: str) -> HttpResponseBase:
    """A photo in full."""
    return send(_photo(token, file))


@public
@require_safe
@never_cache
def small_photo(request: HttpRequest, token: str, file: str) -> HttpResponseBase:
    """Its preview."""
    return send(_photo(token, file), small=True)


@public
@never_cache
@require_POST
def remove_photo(request: HttpRequest, token: str, file: str) -> HttpResponse:
    """Take a photo back: its bytes are deleted at once."""
    attachment = _photo(token, file)
    actor = resident_with_code(_opinion(token).pk)
    RemoveFile(actor=actor, case_id=attachment.owner_id, attachment_id=attachment.pk).execute()
    messages.success(request, _("照片已经删除。"))
    return redirect("cases:photos", token=token)

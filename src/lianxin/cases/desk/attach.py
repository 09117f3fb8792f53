"""Photos and papers beside a case: what is there, and adding more; one bad file never costs the others."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from lianxin.cases import policies
from lianxin.cases.actions.files import AttachFile
from lianxin.cases.desk.after import after
from lianxin.cases.desk.page import by_number
from lianxin.cases.models import Case
from lianxin.journal.errors import Invalid
from lianxin.people.access import actor_of, loaded, requires
from lianxin.records import attachments
from lianxin.ui import forms

_MEGABYTE = 1024 * 1024


class AttachForm(forms.Form):
    """Photos or documents; what each really is decides the records room by its content."""

    photos = forms.PhotosField(
        label=_("照片或文件"), size=20 * _MEGABYTE, accept="image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx",
        widget=forms.PhotosInput(
            {"accept": "image/jpeg,image/png,image/webp,.pdf,.docx,.xlsx"},
            note=_("一次最多 9 个；照片每张不超过 10 MB，文件每个不超过 20 MB。照片里的拍摄地点会自动去掉。"),
        ),
    )  # fmt: skip


@requires(policies.ATTACH, by_number)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is attached; take in more, each file by itself."""
    case = loaded(request, Case)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if request.method == "POST" and form.is_valid():
        kept = _keep(request, case, form)
        if kept:
            messages.success(request, gettext("收下 %(n)d 个文件。") % {"n": kept})
        if not form.errors:
            return redirect("cases:desk_case", number=number)
    rows = attachments.of("case", case.pk)
    there = [{"href": one["url"], "thumb": one["thumb_url"], "name": one["name"], "note": one["when"]} for one in rows]
    context = {"form": form, "case": case, "files": there, "after": after(case, "attach")}
    return render(request, "cases/desk/attach.html", context, status=form.status)


def _keep(request: HttpRequest, case: Case, form: AttachForm) -> int:
    """How many were kept; every refusal stands at the field with the name of its file."""
    kept = 0
    for file in form.cleaned_data["photos"]:
        try:
            prepared = attachments.prepare(file, file.name or "", field="photos")
            AttachFile(actor=actor_of(request), case_id=case.pk, prepared=prepared).execute()
            kept += 1
        except Invalid as problem:
            form.add_error(
                "photos", gettext("“%(name)s”没有收下：%(why)s") % {"name": file.name, "why": problem.message}
            )
    return kept

"""Downloads: every file goes through the policy of the object it belongs to."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lianxin.people.access import actor_of, public
from lianxin.records import storage
from lianxin.records.access import may_read_file
from lianxin.records.models import Attachment, AttachmentKind


@public
@require_safe
@never_cache
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """Send a file to whom its owner's policy allows; everybody else gets 404, as for a file that does not exist.

    Photos are shown in the page, documents are saved; neither can run scripts on this site.
    """
    return send(_readable(request, token))


@public
@require_safe
@never_cache
def thumbnail(request: HttpRequest, token: str) -> HttpResponseBase:
    """Send the small version of a photo, under the same policy."""
    return send(_readable(request, token), small=True)


def send(attachment: Attachment, *, small: bool = False) -> StreamingHttpResponse:
    """A file that a policy has allowed; ``small`` is the preview of a photo (``Http404`` where there is none)."""
    if not small:
        inline = attachment.kind == AttachmentKind.PHOTO
        return _sent(attachment.path, attachment.mime, attachment.name, inline=inline)
    if not attachment.thumb_path:
        raise Http404
    return _sent(attachment.thumb_path, "image/webp", attachment.name, inline=True)


def _readable(request: HttpRequest, token: str) -> Attachment:
    """The attachment with that token, if the actor may read it; raises ``Http404``."""
    if getattr(request, "town", None) is None:
        raise Http404
    attachment = Attachment.objects.filter(token=token).first()
    if attachment is None or not may_read_file(actor_of(request), attachment):
        raise Http404
    return attachment


def _sent(path: str, mime: str, name: str, *, inline: bool) -> StreamingHttpResponse:
    """A stored file as a response that no browser will take for a page of ours."""
    if not storage.location(path).is_file():
        raise Http404
    response = StreamingHttpResponse(storage.stream(path), content_type=mime)
    disposition = content_disposition_header(not inline, name)
    if disposition:
        response["Content-Disposition"] = disposition
    response["Content-Length"] = str(storage.location(path).stat().st_size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

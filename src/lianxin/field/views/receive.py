"""What a phone calls: its number, one item, one piece of a photo.

No CSRF token: the page may have been opened days ago, before the present session.  Instead three fences, each enough
by itself against a foreign page: the session cookie is ``SameSite=Lax``; a header of our own, which another site can
send only after a permission we never give (CORS); and the browser's word that the request comes from this site.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from lianxin.core.clock import now
from lianxin.field import envelope, texts, uploads
from lianxin.field.actions import ReceiveItem, TakeSeat
from lianxin.field.models import Item
from lianxin.field.policies import FIELD
from lianxin.journal.errors import ActionError, Invalid, NotAllowed, WrongState
from lianxin.people.access import actor_of, requires
from lianxin.people.throttles import Limit, TooMany, hit

HEADER: Final = "X-Lianxin-Field"
#: Our defaults: far above what people can type or a phone can photograph, far below what hurts.
ITEMS: Final = Limit(600, dt.timedelta(hours=1), dt.timedelta(minutes=5))
PIECES: Final = Limit(6000, dt.timedelta(hours=1), dt.timedelta(minutes=5))
_DEVICE: Final = re.compile(r"[0-9a-f]{32}")
_LONGEST_SKEW: Final = 10 * 366 * 86400

Answer = Callable[..., JsonResponse]


def from_our_page(request: HttpRequest) -> bool:
    """Whether our own page made the request, by its header and by the browser's word."""
    if request.headers.get(HEADER) != "1":
        return False
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin", "")
    return origin in {f"{request.scheme}://{request.get_host()}", settings.LIANXIN_SITE_URL.rstrip("/") or "-"}


def _say(status: int, message: str, **more: Any) -> JsonResponse:
    """A refusal with its sentence."""
    return JsonResponse({"message": message, **more}, status=status)


def upload(largest: int, limit: Limit, bucket: str) -> Callable[[Answer], Answer]:
    """Wrap a view of the receiver: only from our page, not too large, not too often; refusals as JSON."""

    def decorate(view: Answer) -> Answer:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
            if not from_our_page(request):
                return _say(400, texts.not_from_here(), code="not_from_here")
            if _length(request) > largest:
                return _say(413, texts.too_large(), code="too_large")
            try:
                hit(bucket, uploads.owner_of(actor_of(request)), limit)
                return view(request, *args, **kwargs)
            except ActionError as refusal:
                return _refusal(refusal)

        return guarded

    return decorate


def _length(request: HttpRequest) -> int:
    """The size the request announces; no more than that is ever read of it (WSGI), without one nothing."""
    sent = request.headers.get("Content-Length") or "0"
    return int(sent) if sent.isascii() and sent.isdigit() else 1 << 62


def _refusal(refusal: ActionError) -> JsonResponse:
    """The JSON of a refused action: 429, 403, 409, or 422 with a sentence for every field."""
    if isinstance(refusal, TooMany):
        answer = _say(429, refusal.message, code=refusal.code)
        answer.headers["Retry-After"] = str(max(1, int((refusal.until - now()).total_seconds())))
        return answer
    if isinstance(refusal, Invalid):
        problems = [{"field": one.field, "message": one.message} for one in refusal.problems]
        return _say(400 if refusal.code == "unreadable" else 422, refusal.message, code=refusal.code, problems=problems)
    status = 403 if isinstance(refusal, NotAllowed) else 429 if refusal.code == "quota" else 409
    return _say(status, refusal.message, code=refusal.code)


@csrf_exempt
@requires(FIELD)
@require_POST
@upload(1000, ITEMS, "field_items")
def seat(request: HttpRequest) -> JsonResponse:
    """Give the phone its visit code and number; the same phone gets the same again."""
    device = request.headers.get("X-Field-Device", "")
    if not _DEVICE.fullmatch(device):
        return _say(400, texts.unreadable(), code="unreadable")
    found = TakeSeat(actor=actor_of(request), device=device).execute()
    return JsonResponse({"visit": found.visit.code, "recorder": found.recorder, "title": found.visit.title})


@csrf_exempt
@requires(FIELD)
@require_POST
@upload(envelope.LARGEST, ITEMS, "field_items")
def receive(request: HttpRequest) -> JsonResponse:
    """Take in one item; the same item again gives the same receipt, an altered one is refused with both hashes."""
    sent = envelope.read(request.body)
    skew = _skew(request)
    try:
        item = ReceiveItem(actor=actor_of(request), envelope=sent, clock_skew=skew).execute()
    except WrongState as refusal:
        if refusal.code != "once_reused":
            raise
        return _altered(sent)
    return JsonResponse(
        {
            "state": "received",
            "key": item.key,
            "slip": item.slip,
            "number": item.number,
            "received_at": item.received_at.isoformat(),
            "clock_skew": item.clock_skew,
        }
    )


def _skew(request: HttpRequest) -> int:
    """By how many seconds our clock is ahead of the phone's; 0 where the phone does not say."""
    told = request.headers.get("X-Field-Sent-At", "")
    try:
        moment = parse_datetime(told)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        return 0
    return max(-_LONGEST_SKEW, min(_LONGEST_SKEW, int((now() - moment).total_seconds())))


def _altered(sent: envelope.Envelope) -> JsonResponse:
    """409 with what is stored and what came."""
    stored = Item.objects.filter(key=sent.key).first()
    number, kept = (stored.number, stored.digest) if stored is not None else ("", "")
    return _say(409, texts.altered(number), code="altered", number=number, stored=kept, sent=sent.digest)


@csrf_exempt
@requires(FIELD)
@require_POST
@upload(uploads.LARGEST_PIECE, PIECES, "field_pieces")
def photo(request: HttpRequest, key: str, sha256: str) -> JsonResponse:
    """Take one piece of a photo and say how much is here; an empty piece only asks."""
    piece = uploads.Piece(
        key=key,
        sha256=sha256,
        size=_number(request, "X-Field-Size"),
        offset=_number(request, "X-Field-Offset"),
        data=request.body,
        name=unquote(request.headers.get("X-Field-Name", ""))[:120],
    )
    progress = uploads.accept(actor_of(request), piece)
    return JsonResponse({"received": progress.received, "done": progress.done, "refusal": progress.refusal})


def _number(request: HttpRequest, name: str) -> int:
    """A whole number of a header; 0 when it is none."""
    text = request.headers.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0

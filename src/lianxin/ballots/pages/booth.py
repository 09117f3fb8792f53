"""What anybody can open without being anybody: the booth, casting, the board.  See `middleware`."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from lianxin.ballots import board as boards
from lianxin.ballots import casting, selectors, words
from lianxin.ballots import workflow as w
from lianxin.ballots.models import Election
from lianxin.ballots.protocol.archive import SETUP
from lianxin.ballots.protocol.encoding import parse
from lianxin.ballots.rules import thawed
from lianxin.db.locks import LockTimeout
from lianxin.people.access import public
from lianxin.ui.dates import zh_date


def election_of(uuid: str) -> Election:
    """An election whose setup is fixed; before that nothing of it exists for the public."""
    found = Election.objects.filter(uuid=uuid).first()
    if found is None or not found.setup_hash:
        raise Http404
    return found


@public
@require_safe
def booth(request: HttpRequest, uuid: str) -> HttpResponse:
    """The booth: one page, one script; the page alone says that this device cannot vote."""
    one = election_of(uuid)
    board = boards.read(one.uuid)
    context = {
        "election": one, "day": zh_date(one.held_on), "is_open": one.state == w.OPEN, "limits": words.LIMITS,
        "state": one.get_state_display(), "key": casting.receipt_key(one.uuid), "recast": thawed(one.rule).recast,
        "fingerprint": board.published.fingerprint, "integrity": selectors.script_integrity(),
        "script": selectors.grouped(selectors.script_hash()), "setup": selectors.grouped(one.setup_hash),
    }  # fmt: skip
    return render(request, "ballots/booth.html", context)


@public
@require_safe
def published(_request: HttpRequest, uuid: str) -> HttpResponse:
    """The election's very bytes."""
    one = election_of(uuid)
    archive = boards.read(one.uuid).archive
    setup = next(event for event in archive.events if event.kind == SETUP)
    raw = archive.data[parse(archive.data[setup.payload])["election"]]
    return HttpResponse(raw, content_type="application/json")


@csrf_exempt
@public
@require_POST
def cast(request: HttpRequest, uuid: str) -> JsonResponse:
    """Take a ballot.  The right to vote is the ballot's own signature, so there is no session and no token."""
    one = election_of(uuid)
    try:
        return JsonResponse(casting.cast(one, _body(request, casting.largest(boards.read(one.uuid).published))))
    except casting.Refused as refusal:
        return _refused(str(refusal))
    except LockTimeout:
        return _refused("busy")


def _body(request: HttpRequest, most: int) -> bytes:
    """No more is read than a true ballot can be long."""
    sent = request.headers.get("Content-Length") or ""
    if not (sent.isascii() and sent.isdigit()) or len(sent) > 9 or int(sent) > most:
        raise casting.Refused("too_large")
    return bytes(request.read(int(sent)))


def _refused(code: str) -> JsonResponse:
    status, sentence = words.REFUSALS[code]
    return JsonResponse({"code": code, "message": str(sentence)}, status=status)


@public
@require_safe
def board(request: HttpRequest, uuid: str) -> HttpResponse:
    """The board on the hall's screen and on every phone: how many, which digest, the archive."""
    one = election_of(uuid)
    context = {
        "election": one, "day": zh_date(one.held_on), "row": selectors.public_board(one), "limits": words.LIMITS,
        "setup": selectors.grouped(one.setup_hash), "script": selectors.grouped(selectors.script_hash()),
        "key": casting.receipt_key(one.uuid), "void": sorted(casting.void_of(one)),
        "sealed": selectors.grouped(one.sealed_hash), "broken": one.state == w.BROKEN,
    }  # fmt: skip
    return render(request, "ballots/board.html", context)


@public
@require_safe
def state(request: HttpRequest, uuid: str) -> HttpResponse:
    """The numbers of the board for whoever asks again and again."""
    row: dict[str, Any] = selectors.public_board(election_of(uuid))
    tag = f'"{row["last"]}-{row["stage"]}"'.encode().hex()
    if request.headers.get("If-None-Match") == f'"{tag}"':
        return HttpResponse(status=304, headers={"ETag": f'"{tag}"'})
    return HttpResponse(json.dumps(row), content_type="application/json", headers={"ETag": f'"{tag}"'})


@public
@require_safe
def archive(_request: HttpRequest, uuid: str) -> HttpResponse:
    """The archive as it stands: keep a copy during the vote, and nothing can be taken away later."""
    one = election_of(uuid)
    raw = boards.read(one.uuid).archive.dump()
    name = f'attachment; filename="{one.uuid}.bel"'
    return HttpResponse(raw, content_type="application/x-tar", headers={"Content-Disposition": name})


def booth_address(request: HttpRequest, one: Election) -> str:
    """The booth's address in full, for codes on paper."""
    return request.build_absolute_uri(reverse("ballots:booth", args=[one.uuid]))

"""Speaking, and following what became of it: without any key, as on the public pages."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Header, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from lianxin.api import answers, scopes
from lianxin.api.answers import FilesOut, ReceiptOut, StatusOut
from lianxin.api.bodies import LookupIn, OpinionIn, RecordIn, VerdictIn, WordsIn
from lianxin.api.calls import PROBLEMS, Key, caller_of, nobody, once, only_known
from lianxin.api.keys import Caller
from lianxin.api.parts import KEY_PATTERN, Asked
from lianxin.api.problems import Problem
from lianxin.cases import actions, policies
from lianxin.cases.actions.base import CaseAction
from lianxin.cases.actions.files import AttachFile
from lianxin.cases.models import Opinion
from lianxin.cases.public.follow import GUESSING
from lianxin.cases.public.photos import SENDING
from lianxin.cases.public.speak import SPEAKING
from lianxin.cases.selectors import public_status
from lianxin.journal.actors import RESIDENT, resident_with_code
from lianxin.journal.errors import WrongState
from lianxin.people.addresses import client_address
from lianxin.people.throttles import forgive, hit
from lianxin.places.selectors import by_public_token
from lianxin.records import attachments
from lianxin.records.models import Attachment

router = Router(tags=["opinions"])
Once = Annotated[str, Header(alias="Idempotency-Key", pattern=KEY_PATTERN)]
Photo = Annotated[UploadedFile, File(description="JPEG, PNG, WebP; or a document")]


def _place(asked: OpinionIn) -> int | None:
    if asked.place is not None:
        return int(asked.place)
    found = by_public_token(asked.qr) if asked.qr else None
    if asked.qr and found is None:
        raise Problem(422, "place_unknown", "qr")
    return found.pk if found is not None else None


def _record(request: HttpRequest, caller: Caller, asked: OpinionIn, **more: Any) -> dict[str, Any]:
    action = actions.RecordOpinion(
        actor=caller.actor,
        once=once(request, caller),
        asked=asked.model_dump(mode="json"),
        place_id=_place(asked),
        **{name: getattr(asked, name) for name in type(asked).model_fields if name not in {"place", "qr", *more}},
        **more,
    )
    return answers.receipt(action.execute())


@router.post("/opinions", auth=nobody, response={201: ReceiptOut, **PROBLEMS}, operation_id="speak")
def speak(request: HttpRequest, asked: OpinionIn, key: Once) -> Any:
    """Say something.  Gives the number, the query code and the token that opens the status."""
    only_known(request)
    hit("speak", client_address(request), SPEAKING)
    from_qr = bool(asked.qr and asked.place is None)
    return Status(201, _record(request, caller_of(request), asked, channel="qr" if from_qr else "web"))


@router.post(
    "/records", auth=Key(scopes.OPINIONS_CREATE), response={201: ReceiptOut, **PROBLEMS}, operation_id="record"
)
def record(request: HttpRequest, asked: RecordIn, key: Once) -> Any:
    """Hand over what somebody said to another system; kind, category and channel are codes of the town's lists."""
    only_known(request)
    caller = caller_of(request)
    if not policies.RECORD.check(caller.actor):
        raise Problem(403, "not_this_party")
    return Status(201, _record(request, caller, asked))


@router.post("/opinions/lookup", auth=nobody, response={200: StatusOut, **PROBLEMS}, operation_id="lookup")
def lookup(request: HttpRequest, asked: LookupIn) -> Any:
    """Where it stands, by the query code of the slip (in the body, so that no log of addresses keeps it)."""
    only_known(request)
    hit("follow", client_address(request), GUESSING)
    opinion = public_status.find(asked.code)
    if opinion is None:
        raise Problem(404, "no_such_code")
    forgive("follow", client_address(request))
    return answers.status(public_status.status(opinion))


def _opinion(request: HttpRequest, token: str) -> Opinion:
    opinion = public_status.by_token(token)
    if opinion is None:
        hit("follow", client_address(request), GUESSING)
        raise Problem(404, "no_such_opinion")
    return opinion


def _status(token: str) -> dict[str, Any]:
    opinion = public_status.by_token(token)
    if opinion is None:
        raise Problem(404, "no_such_opinion")
    return answers.status(public_status.status(opinion))


@router.get("/opinions/{token}", auth=nobody, response={200: StatusOut, **PROBLEMS}, operation_id="status")
def status(request: HttpRequest, token: str) -> Any:
    """Where it stands, by the token of the receipt."""
    only_known(request)
    return answers.status(public_status.status(_opinion(request, token)))


def _by_speaker(
    request: HttpRequest, token: str, action: type[CaseAction[Any]], asked: Asked, facts: dict[str, Any]
) -> dict[str, Any]:
    """One action of the one who spoke; the same key again gives the status as it is now."""
    opinion = _opinion(request, token)
    actor = resident_with_code(opinion.pk)
    try:
        action(
            actor=actor,
            case_id=opinion.case_id,
            once=once(request, Caller(actor)),
            asked=[token, asked.model_dump(mode="json")],
            **facts,
        ).execute()
    except WrongState as refusal:
        if refusal.code != "once_done":
            raise
    return _status(token)


@router.post("/opinions/{token}/words", auth=nobody, response={200: StatusOut, **PROBLEMS}, operation_id="add_words")
def add_words(request: HttpRequest, token: str, asked: WordsIn, key: Once) -> Any:
    """Add to what was said, or correct it."""
    only_known(request)
    opinion = _opinion(request, token)
    facts = {"opinion_id": opinion.pk, "text": asked.text, "kind": asked.kind}
    return _by_speaker(request, token, actions.AddWords, asked, facts)


@router.post("/opinions/{token}/verdict", auth=nobody, response={200: StatusOut, **PROBLEMS}, operation_id="verdict")
def verdict(request: HttpRequest, token: str, asked: VerdictIn, key: Once) -> Any:
    """Say whether it is really solved."""
    only_known(request)
    return _by_speaker(request, token, actions.RecordVerdict, asked, asked.model_dump())


@router.post("/opinions/{token}/files", auth=nobody, response={201: FilesOut, **PROBLEMS}, operation_id="add_photo")
def add_photo(request: HttpRequest, token: str, file: Photo, key: Once) -> Any:
    """Add a photo to one's own words; at most nine, 10 MB each."""
    only_known(request)
    opinion = _opinion(request, token)
    if opinion.withdrawn_at is not None or "add_words" not in public_status.status(opinion).may:
        raise Problem(409, "not_now")
    caller = Caller(resident_with_code(opinion.pk))
    hit("photos", client_address(request), SENDING)
    attach(request, caller, opinion.case_id, file, quota_key=token)
    mine = Attachment.objects.filter(uploaded_by_kind=RESIDENT, uploaded_by_id=caller.actor.id)
    shown = set(mine.values_list("pk", flat=True))
    rows = [row for row in attachments.of("case", opinion.case_id) if row["id"] in shown]
    return Status(201, {"files": answers.file_rows(rows)})


def attach(request: HttpRequest, caller: Caller, case_id: int, file: UploadedFile, *, quota_key: str) -> None:
    """Check, convert and attach one file; the same key again attaches nothing."""
    key = once(request, caller)
    prepared = attachments.prepare(file.read(), file.name or "", field="file")
    try:
        AttachFile(
            actor=caller.actor,
            case_id=case_id,
            prepared=prepared,
            quota_key=quota_key,
            once=key,
            asked=[case_id, prepared.sha256],
        ).execute()
    except WrongState as refusal:
        if refusal.code != "once_done":
            raise

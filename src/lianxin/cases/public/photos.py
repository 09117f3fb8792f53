"""Photos sent with the words: kept after the words are safe, so that a bad photo never costs a sentence."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from lianxin.cases.actions.files import AttachFile
from lianxin.cases.receipts import Receipt
from lianxin.journal.actors import resident_with_code
from lianxin.journal.errors import ActionError
from lianxin.records.attachments import prepare


def keep_photos(receipt: Receipt, files: Sequence[Any]) -> list[str]:
    """Store the photos of one opinion; returns a sentence for every photo that could not be kept."""
    actor = resident_with_code(receipt.opinion_id)
    refused = []
    for file in files:
        try:
            prepared = prepare(file, file.name, field="photos")
            AttachFile(actor=actor, case_id=receipt.case_id, prepared=prepared, quota_key=receipt.token).execute()
        except ActionError as problem:
            refused.append(_("“%(name)s”没有存下：%(why)s") % {"name": file.name, "why": problem.message})
    return refused

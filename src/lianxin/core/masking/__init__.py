"""Finding and hiding personal data in what people write.

Sure finds (numbers with a form or a checksum of their own) are hidden before a text leaves its file. Names and room
numbers are only *suggested*: a person looks before anything is published. All positions refer to the text as given.
"""

from lianxin.core.masking.checks import (
    is_bank_card,
    is_credit_code,
    is_id_card,
    is_old_id_card,
)
from lianxin.core.masking.find import Found, find_personal
from lianxin.core.masking.hide import LABELS, mask, mask_email, mask_id, mask_name, mask_phone
from lianxin.core.masking.suggest import suggest_personal

__all__ = [
    "LABELS",
    "Found",
    "find_personal",
    "is_bank_card",
    "is_credit_code",
    "is_id_card",
    "is_old_id_card",
    "mask",
    "mask_email",
    "mask_id",
    "mask_name",
    "mask_phone",
    "suggest_personal",
]

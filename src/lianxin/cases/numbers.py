"""Numbers people say on the phone: one series a year for matters, one for transfer lists."""

from lianxin.db.scope import current_town
from lianxin.journal.numbering import next_number


def case_number(year: int) -> str:
    """The next 受理编号, ``102-2026-00012``: the last signs of the town's code, the year, a running number."""
    return f"{current_town().code[-3:]}-{year}-{next_number(f'case-{year}'):05d}"


def issue_number(year: int) -> str:
    """The next number of an issue brought together by hand, ``102-议-2026-003``."""
    return f"{current_town().code[-3:]}-议-{year}-{next_number(f'issue-{year}'):03d}"


def run_number(year: int) -> str:
    """The next number of a delivery run, ``102-送-2026-014``."""
    return f"{current_town().code[-3:]}-送-{year}-{next_number(f'delivery-{year}'):03d}"


def transfer_number(year: int) -> str:
    """The next number of a 汇总转交 list, ``102-转-2026-007``."""
    return f"{current_town().code[-3:]}-转-{year}-{next_number(f'transfer-{year}'):03d}"

"""Suggestions for a human eye: words that may be a person's name or a home's number.

Never hidden without being asked for.
"""

import re

from lianxin.core.masking.find import Found
from lianxin.core.masking.names import COMPOUND, SINGLE

_FAMILY = f"(?:{'|'.join(sorted(COMPOUND))}|[{''.join(sorted(SINGLE))}])"
_TITLES = "先生|女士|小姐|阿姨|大爷|大妈|大叔|老伯|伯伯|奶奶|爷爷|师傅|老师|医生|经理|主任|书记|同志|律师|警官|老板"
_INTRODUCERS = "我叫|我是|本人|姓名|名叫|叫做|联系人|投诉人|当事人|反映人|业主|居民|户主|住户|房东|租客|患者"
_INTRODUCED = re.compile(
    rf"(?:{_INTRODUCERS})[为是叫:： ]{{0,2}}({_FAMILY}[\u4e00-\u9fff]{{1,2}})"
    r"(?=[,，。.;；、！!（( \n)）]|$|[住家来的在电手身男女今现向和与]|\d)"
)
_TITLED = re.compile(rf"({_FAMILY}[\u4e00-\u9fff]{{0,2}}?)(?={_TITLES})")
_NEVER_IN_NAMES = frozenset("的了是在和有我你他她们这那就不都也被把对将与及向从到问知请须案位项申单委求今某")
_HOME = re.compile(
    r"(?:[0-9A-Za-z一二三四五六七八九十百甲乙丙丁]{1,5}(?:号楼|号院|幢|栋|座|号|弄)[,，、 ]?)"
    r"(?:[0-9A-Za-z一二三四五六七八九十甲乙丙丁]{1,3}(?:单元|门|梯|号楼|号|楼|层)[,，、 ]?)?"
    r"(?:[0-9A-Za-z一二三四五六七八九十〇零]{2,6}(?:室|房|户))"
    r"|(?<![0-9.])\d{1,3}-\d{1,2}-\d{3,4}(?![0-9-])"
    r"|(?<![0-9A-Za-z])[0-9]{3,4}[A-Da-d]?室"
)


def _is_likely(name: str) -> bool:
    """Say whether a word may be a name: no sign in it that stands in sentences and not in names."""
    return not _NEVER_IN_NAMES.intersection(name)


def suggest_personal(text: str) -> list[Found]:
    """Return what may be a name or a home's number (kinds ``name``, ``room``), in order and without overlaps."""
    found = [Found("room", *match.span(), match.group()) for match in _HOME.finditer(text)]
    for form in (_INTRODUCED, _TITLED):
        names = (match for match in form.finditer(text) if _is_likely(match[1]))
        found += [Found("name", *match.span(1), match[1]) for match in names]
    kept: list[Found] = []
    for item in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or item.start >= kept[-1].end:
            kept.append(item)
    return kept

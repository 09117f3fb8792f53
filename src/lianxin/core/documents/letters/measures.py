"""Measures of the national layout in one place, for both paper writers.

GB/T 9704-2012 as noted by the town (`docs/documents.md` names the source of each): A4, 天头 37 mm, 订口 28 mm, type
area 156 × 225 mm, hence right 26 mm and bottom 35 mm; 22 lines of 28 characters; body 3号, title 2号, page number 4号,
7 mm below the type area. A 号 is given in points as offices use it.
"""

from typing import Final

PAGE_MM: Final = (210.0, 297.0)
TOP_MM, LEFT_MM, RIGHT_MM, BOTTOM_MM = 37.0, 28.0, 26.0, 35.0
TYPE_MM: Final = (PAGE_MM[0] - LEFT_MM - RIGHT_MM, PAGE_MM[1] - TOP_MM - BOTTOM_MM)
LINES, CHARACTERS = 22, 28
PT_PER_MM: Final = 72 / 25.4

#: 2号, 3号, 4号 and 小五 in points. 3号 is 15.75 pt, so that 28 characters fit into 156 mm.
TITLE_PT, BODY_PT, SMALL_PT, TINY_PT = 22.0, 15.75, 14.0, 9.0
LINE_PITCH_PT: Final = TYPE_MM[1] * PT_PER_MM / LINES
CHARACTER_PITCH_PT: Final = TYPE_MM[0] * PT_PER_MM / CHARACTERS
PAGE_NUMBER_BELOW_MM: Final = 7.0

#: The letter form (信函格式): mark 30 mm from the edge, double rules 170 mm long, the lower one 20 mm from below.
MARK_TOP_MM, RULE_MM, RULE_BELOW_MARK_MM, LOWER_RULE_MM = 30.0, 170.0, 4.0, 20.0

#: A lying table turns the page: the binding edge is above.
TABLE_TOP_MM, TABLE_SIDE_MM, TABLE_BOTTOM_MM = 28.0, 20.0, 20.0
TABLE_PT: Final = 9.5

#: Type sizes of a notice for a resident: the largest that lets it end on one page. 18 pt or more is the aim (§4.4);
#: 16 pt, as large as the body of an official letter, only where an answer would else need a second page.
NOTICE_PT: Final = (22.0, 20.0, 18.0, 16.0)
NOTICE_MM: Final = 18.0

#: Type faces by role: what the standard asks for (a town's own licensed fonts), then what may stand in for it.
FACES: Final[dict[str, tuple[str, ...]]] = {
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "Noto Serif SC"),
    "title": ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "STZhongsong", "Noto Serif SC"),
    "head": ("SimHei", "黑体", "STHeiti", "Noto Sans SC"),
    "quote": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "LXGW WenKai", "Noto Serif SC"),
    "song": ("SimSun", "宋体", "STSong", "Noto Serif SC"),
}
#: What a Word file names: the standard's own faces, which an office machine has.
WORD_FACES: Final = {
    "body": "仿宋_GB2312", "title": "方正小标宋简体", "head": "黑体", "quote": "楷体_GB2312", "song": "宋体",
}  # fmt: skip

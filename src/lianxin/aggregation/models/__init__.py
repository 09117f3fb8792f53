"""What the aggregation room stores; one file per noun."""

from lianxin.aggregation.models.analysis import Analysis
from lianxin.aggregation.models.heat import IssueHeat
from lianxin.aggregation.models.learned import Learned, LearnedKind, LearnedState
from lianxin.aggregation.models.notice import HotNotice
from lianxin.aggregation.models.pair import Likeness, LikenessState
from lianxin.aggregation.models.sheet import PaperSheet

__all__ = [
    "Analysis",
    "HotNotice",
    "IssueHeat",
    "Learned",
    "LearnedKind",
    "LearnedState",
    "Likeness",
    "LikenessState",
    "PaperSheet",
]

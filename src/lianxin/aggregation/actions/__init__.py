"""What happens in the aggregation room: reading and comparing, answering and taking back, learning, counting heat."""

from lianxin.aggregation.actions.analysing import AnalyseOpinions, CompareOpinions, JoinCopy
from lianxin.aggregation.actions.deciding import Answer, DecideLikeness, TakeBackAnswer

__all__ = ["AnalyseOpinions", "Answer", "CompareOpinions", "DecideLikeness", "JoinCopy", "TakeBackAnswer"]

"""Everything that can happen to an opinion and its case; one class a move, one subject a file."""

from lianxin.cases.actions.record import RecordOpinion

__all__ = ["RecordOpinion"]

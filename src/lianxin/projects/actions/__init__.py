"""Every change of the projects room."""

from lianxin.projects.actions.ideas import CollectIdea, MergeIdea, PassIdea, TellGiver
from lianxin.projects.actions.projects import (
    EvaluateProject,
    FinishMilestone,
    MoveProject,
    PublishPlan,
    ScreenProject,
    SetMilestone,
    SetProject,
    SetSeason,
)
from lianxin.projects.actions.votes import AdoptRule, ConfirmCount, EnterSheet

__all__ = [
    "AdoptRule", "CollectIdea", "ConfirmCount", "EnterSheet", "EvaluateProject", "FinishMilestone", "MergeIdea",
    "MoveProject", "PassIdea", "PublishPlan", "ScreenProject", "SetMilestone", "SetProject", "SetSeason", "TellGiver",
]  # fmt: skip

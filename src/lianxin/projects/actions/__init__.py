"""Every change of the projects room."""

from lianxin.projects.actions.electing import GoElectronic
from lianxin.projects.actions.evaluating import OpenEvaluation, RecordSurvey
from lianxin.projects.actions.ideas import CollectIdea, MergeIdea, PassIdea, TellGiver
from lianxin.projects.actions.overseeing import (
    AcceptProject,
    AnswerInspection,
    ChangeProject,
    Inspect,
    ReportMonth,
    SetGroup,
)
from lianxin.projects.actions.projects import (
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
    "AcceptProject", "AdoptRule", "AnswerInspection", "ChangeProject", "CollectIdea", "ConfirmCount", "EnterSheet",
    "FinishMilestone", "GoElectronic", "Inspect", "MergeIdea", "MoveProject", "OpenEvaluation", "PassIdea",
    "PublishPlan", "RecordSurvey", "ReportMonth", "ScreenProject", "SetGroup", "SetMilestone", "SetProject",
    "SetSeason", "TellGiver",
]  # fmt: skip

"""What is stored: `chain` from the idea to the vote, `after` what follows the vote, `asking` what is asked."""

from lianxin.projects.models.after import (
    Change,
    ChangeKind,
    Evaluation,
    Inspection,
    Judges,
    MonthReport,
    Overseer,
    Task,
)
from lianxin.projects.models.asking import Answers, Consultation, HouseCode, Way, Wish, WishItem, WishPaper
from lianxin.projects.models.chain import (
    Candidate,
    Channel,
    CountSheet,
    Idea,
    IdeaState,
    Milestone,
    Project,
    ProjectState,
    Purpose,
    Season,
    Source,
    Telling,
    Vote,
    VoteState,
)

__all__ = [
    "Answers", "Candidate", "Change", "ChangeKind", "Channel", "Consultation", "CountSheet", "Evaluation", "HouseCode",
    "Idea", "IdeaState", "Inspection", "Judges", "Milestone", "MonthReport", "Overseer", "Project", "ProjectState",
    "Purpose", "Season", "Source", "Task", "Telling", "Vote", "VoteState", "Way", "Wish", "WishItem", "WishPaper",
]  # fmt: skip

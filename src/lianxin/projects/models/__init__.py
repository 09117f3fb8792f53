"""What is stored: `chain` from the idea to the vote, `after` what follows the vote."""

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
    "Candidate", "Change", "ChangeKind", "Channel", "CountSheet", "Evaluation", "Idea", "IdeaState", "Inspection",
    "Judges", "Milestone", "MonthReport", "Overseer", "Project", "ProjectState", "Purpose", "Season", "Source", "Task",
    "Telling", "Vote", "VoteState",
]  # fmt: skip

"""One table: the move of a button → the form it asks for and the action it becomes."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from lianxin.cases import actions as act
from lianxin.cases.desk import forms as f
from lianxin.cases.desk import voice_forms as v
from lianxin.cases.desk.assign_form import AssignForm
from lianxin.cases.desk.reply_form import ReplyForm
from lianxin.cases.desk.sign_form import SignForm


class Entry(NamedTuple):
    """How one move is made on the page."""

    action: type[Any]
    form: type[f.MoveForm]


TABLE: Final[Mapping[str, Entry]] = {
    "edit_triage": Entry(act.EditTriage, f.TriageForm),
    "set_points": Entry(act.SetPoints, f.PointsForm),
    "answer_on_the_spot": Entry(act.AnswerOnTheSpot, f.OnTheSpotForm),
    "redirect": Entry(act.Redirect, f.RedirectForm),
    "hand_over": Entry(act.HandOver, f.HandOverForm),
    "transfer": Entry(act.Transfer, f.NoteForm),
    "assign": Entry(act.Assign, AssignForm),
    "accept": Entry(act.Accept, f.AcceptForm),
    "return": Entry(act.ReturnCase, f.ReturnForm),
    "take_back": Entry(act.TakeBack, f.ReasonForm),
    "reassign": Entry(act.Reassign, AssignForm),
    "uphold": Entry(act.Uphold, f.ReasonForm),
    "first_contact": Entry(act.FirstContact, f.FirstContactForm),
    "log_contact": Entry(act.LogContact, f.ContactForm),
    "request_extension": Entry(act.RequestExtension, f.DaysForm),
    "extend": Entry(act.Extend, f.DaysForm),
    "refuse_extension": Entry(act.RefuseExtension, f.RefuseForm),
    "co_opinion": Entry(act.GiveCoOpinion, f.TextForm),
    "draft_reply": Entry(act.DraftReply, ReplyForm),
    "draft_again": Entry(act.DraftReply, ReplyForm),
    "redraft": Entry(act.SendBackDraft, f.ReasonForm),
    "redraft_again": Entry(act.SendBackDraft, f.ReasonForm),
    "sign": Entry(act.SignReply, SignForm),
    "sign_again": Entry(act.SignReply, SignForm),
    "verdict": Entry(act.RecordVerdict, f.VerdictForm),
    "explain": Entry(act.ExplainAfterMeeting, f.ExplainForm),
    "fall_silent": Entry(act.FallSilent, f.MoveForm),
    "track": Entry(act.TrackPromises, f.MoveForm),
    "settle_promise": Entry(act.SettlePromise, f.PromiseForm),
    "close": Entry(act.Close, f.NoteForm),
    "reopen": Entry(act.Reopen, f.ReasonForm),
    "reopen_at_office": Entry(act.Reopen, f.ReasonForm),
    "withdraw": Entry(act.Withdraw, f.ReasonForm),
    "add_words": Entry(act.AddWords, v.AddWordsForm),
    "change_consent": Entry(act.ChangeConsent, v.ConsentForm),
    "give_contact": Entry(act.GiveContact, v.GiveContactForm),
    "delete_contact": Entry(act.DeleteContact, v.DeleteContactForm),
    "release_co_unit": Entry(act.ReleaseCoUnit, f.ReleaseForm),
}

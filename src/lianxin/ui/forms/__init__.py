"""Forms of the house: accessible rendering, Chinese sentences, nothing typed is lost, nothing acts twice."""

from lianxin.ui.forms.base import Form, Renderer, first_errors
from lianxin.ui.forms.fields import CodeField, DateField, ManyChoices, OnceField, OneChoice, PhotosField, WordsField
from lianxin.ui.forms.widgets import CheckCards, DateInput, FoldedCards, PhotosInput, RadioCards, YesNo

__all__ = [
    "CheckCards",
    "CodeField",
    "DateField",
    "DateInput",
    "FoldedCards",
    "Form",
    "ManyChoices",
    "OnceField",
    "OneChoice",
    "PhotosField",
    "PhotosInput",
    "RadioCards",
    "Renderer",
    "WordsField",
    "YesNo",
    "first_errors",
]

"""Addresses of the aggregation room."""

from django.urls import path

from lianxin.aggregation.pages import hint, review

app_name = "aggregation"

urlpatterns = [
    path("desk/gathering/", review.queue, name="review"),
    path("desk/gathering/answers/", review.answers, name="answers"),
    path("desk/gathering/hint/", hint.hint, name="hint"),
    path("desk/gathering/<int:pk>/", review.pair, name="review_pair"),
    path("desk/gathering/<int:pk>/answer/", review.answer, name="answer"),
    path("desk/gathering/<int:pk>/take-back/", review.take_back, name="take_back"),
]

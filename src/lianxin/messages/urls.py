"""Addresses of the messages room."""

from django.urls import path

from lianxin.messages import views

app_name = "messages"

urlpatterns = [
    path("desk/inbox/", views.inbox, name="inbox"),
    path("desk/inbox/<int:pk>/seen/", views.seen, name="seen"),
]

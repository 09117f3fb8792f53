"""Addresses of the messages room."""

from django.urls import path

from lianxin.messages import views

app_name = "messages"

urlpatterns = [
    path("desk/inbox/", views.inbox, name="inbox"),
    path("desk/inbox/seen/", views.all_seen, name="all_seen"),
    path("desk/inbox/<int:pk>/seen/", views.seen, name="seen"),
    path("deputy/inbox/", views.deputy_inbox, name="deputy_inbox"),
    path("deputy/inbox/seen/", views.deputy_all_seen, name="deputy_all_seen"),
    path("deputy/inbox/<int:pk>/seen/", views.deputy_seen, name="deputy_seen"),
]

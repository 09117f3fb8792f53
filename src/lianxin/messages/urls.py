"""Addresses of the messages room."""

from django.urls import path

from lianxin.messages import views
from lianxin.messages.calendar import views as calendar
from lianxin.messages.channels import views as channels

app_name = "messages"

urlpatterns = [
    path("desk/inbox/", views.inbox, name="inbox"),
    path("desk/inbox/seen/", views.all_seen, name="all_seen"),
    path("desk/inbox/<int:pk>/seen/", views.seen, name="seen"),
    path("deputy/inbox/", views.deputy_inbox, name="deputy_inbox"),
    path("deputy/inbox/seen/", views.deputy_all_seen, name="deputy_all_seen"),
    path("deputy/inbox/<int:pk>/seen/", views.deputy_seen, name="deputy_seen"),
    path("calendar/<str:token>.ics", calendar.feed, name="feed"),
    path("accounts/calendar/", calendar.page, name="calendar"),
    path("accounts/calendar/new/", calendar.issue, name="issue_feed"),
    path("accounts/calendar/end/", calendar.revoke, name="revoke_feed"),
    path("accounts/messages/", channels.own, name="own"),
    path("admin-system/channels/", channels.channels, name="channels"),
    path("admin-system/channels/new/", channels.new_channel, name="new_channel"),
    path("admin-system/channels/log/", channels.log, name="deliveries"),
    path("admin-system/channels/<int:pk>/", channels.channel, name="channel"),
    path("admin-system/channels/<int:pk>/test/", channels.test_channel, name="test_channel"),
    path("admin-system/channels/<int:pk>/switch/", channels.switch_channel, name="switch_channel"),
    path("admin-system/channels/log/<int:pk>/again/", channels.try_again, name="try_again"),
]

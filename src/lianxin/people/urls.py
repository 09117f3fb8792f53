"""Addresses for coming in and for one's own account."""

from django.urls import path, re_path

from lianxin.people.views import entry, links, own

app_name = "people"

urlpatterns = [
    path("accounts/sign-in/", entry.sign_in_page, name="sign_in"),
    path("accounts/sign-out/", entry.sign_out, name="sign_out"),
    re_path(r"^accounts/link/(?P<token>[A-Za-z0-9_-]{20,64})/$", links.open_link, name="open_link"),
    path("accounts/me/", own.me, name="me"),
    path("accounts/password/", own.change_password, name="change_password"),
    path("accounts/devices/<int:device>/forget/", own.forget_device, name="forget_device"),
]

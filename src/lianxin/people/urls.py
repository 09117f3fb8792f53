"""Addresses for coming in and for one's own account."""

from django.urls import path, re_path

from lianxin.people.views import entry, links, oidc, own, passkeys, second_step, ways

app_name = "people"

urlpatterns = [
    path("accounts/sign-in/", entry.sign_in_page, name="sign_in"),
    path("accounts/sign-out/", entry.sign_out, name="sign_out"),
    re_path(r"^accounts/link/(?P<token>[A-Za-z0-9_-]{20,64})/$", links.open_link, name="open_link"),
    path("accounts/second-step/", second_step.second_step_page, name="second_step"),
    path("accounts/second-step/due/", second_step.second_step_due, name="second_step_due"),
    path("accounts/ways/", ways.overview, name="ways"),
    path("accounts/ways/confirm/", ways.confirm, name="confirm"),
    path("accounts/ways/app/", ways.set_up_app, name="set_up_app"),
    path("accounts/ways/app/remove/", ways.remove_app, name="remove_app"),
    path("accounts/ways/recovery/", ways.recovery_codes, name="recovery_codes"),
    path("accounts/passkey/", passkeys.sign_in_page, name="passkey_sign_in"),
    path("accounts/ways/passkeys/add/", passkeys.add, name="add_passkey"),
    path("accounts/ways/passkeys/<int:passkey>/remove/", passkeys.remove, name="remove_passkey"),
    path("accounts/oidc/", oidc.start, name="oidc_start"),
    path("accounts/oidc/return/", oidc.come_back, name="oidc_return"),
    path("accounts/oidc/link/", oidc.link, name="oidc_link"),
    path("accounts/ways/identity/", oidc.start_linking, name="link_identity"),
    path("accounts/ways/identity/<int:identity>/remove/", oidc.unlink, name="unlink_identity"),
    path("accounts/me/", own.me, name="me"),
    path("accounts/password/", own.change_password, name="change_password"),
    path("accounts/devices/<int:device>/forget/", own.forget_device, name="forget_device"),
]

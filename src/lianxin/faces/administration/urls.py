"""Addresses of the three administrators."""

from django.urls import path

from lianxin.faces.administration import audit, calendar, security, system

app_name = "administration"

urlpatterns = [
    path("admin-system/", system.places, name="places"),
    path("admin-system/places/new/", system.new_place, name="new_place"),
    path("admin-system/places/<int:pk>/", system.change_place, name="place"),
    path("admin-system/qr/", system.qr_sheets, name="qr_sheets"),
    path("admin-system/units/", system.units, name="units"),
    path("admin-system/units/new/", system.new_unit, name="new_unit"),
    path("admin-system/units/<int:pk>/", system.change_unit, name="unit"),
    path("admin-system/categories/", system.categories, name="categories"),
    path("admin-system/lists/", system.items, name="items"),
    path("admin-system/lists/<int:pk>/", system.change_item, name="item"),
    path("admin-system/duties/", system.duties, name="duties"),
    path("admin-system/duties/new/", system.new_duty, name="new_duty"),
    path("admin-system/duties/<int:pk>/", system.replace_duty, name="duty"),
    path("admin-system/duties/<int:pk>/end/", system.end_duty, name="end_duty"),
    path("admin-system/town/", calendar.town, name="town"),
    path("admin-system/calendar/", calendar.years, name="calendar"),
    path("admin-system/calendar/import/", calendar.import_year, name="import_year"),
    path("admin-system/profile/", system.profile, name="profile"),
    path("admin-security/", security.accounts, name="accounts"),
    path("admin-security/grants/", security.grants, name="grants"),
    path("admin-security/links/", security.links, name="links"),
    path("admin-security/locks/", security.locks, name="locks"),
    path("admin-security/accounts/new/", security.new_account, name="new_account"),
    path("admin-security/accounts/<int:pk>/", security.account, name="account"),
    path("admin-security/accounts/<int:pk>/name/", security.rename_account, name="rename_account"),
    path("admin-security/accounts/<int:pk>/close/", security.close_account, name="close_account"),
    path("admin-security/accounts/<int:pk>/reopen/", security.reopen_account, name="reopen_account"),
    path("admin-security/accounts/<int:pk>/unlock/", security.unlock_account, name="unlock_account"),
    path("admin-security/accounts/<int:pk>/grant/", security.grant_role, name="grant_role"),
    path("admin-security/accounts/<int:pk>/link/", security.issue_link, name="issue_link"),
    path("admin-security/grants/<int:pk>/end/", security.end_grant, name="end_grant"),
    path("admin-security/links/<int:pk>/revoke/", security.revoke_link, name="revoke_link"),
    path("admin-security/devices/<int:pk>/forget/", security.forget_device, name="forget_device"),
    path("admin-security/limits/<int:pk>/clear/", security.clear_limit, name="clear_limit"),
    path("admin-audit/", audit.log, name="log"),
    path("admin-audit/reads/", audit.reads, name="reads"),
    path("admin-audit/exports/", audit.exports, name="exports"),
    path("admin-audit/verify/", audit.verify, name="verify"),
]

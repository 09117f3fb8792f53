"""Addresses of the API and of the pages on which its keys are issued."""

from django.urls import include, path

from lianxin.api import pages, reference
from lianxin.api.service import addresses

app_name = "api"

urlpatterns = [
    path("admin-security/api-keys/", pages.keys, name="keys"),
    path("admin-security/api-keys/new/", pages.new_key, name="new_key"),
    path("admin-security/api-keys/<int:pk>/revoke/", pages.revoke_key, name="revoke_key"),
    path("api/v1/", reference.page, name="reference"),
    path("api/v1/openapi.json", reference.openapi, name="openapi"),
    path("api/v1/", include(addresses(reference.api))),
]

"""Addresses of the resident's face."""

from django.urls import path

from lianxin.cases.public import follow, photos, speak

urlpatterns = [
    path("speak/", speak.speak, name="speak"),
    path("follow/", follow.follow, name="follow"),
    path("o/<str:token>/", follow.status, name="status"),
    path("o/<str:token>/receipt/", follow.receipt, name="receipt"),
    path("o/<str:token>/slip/", follow.slip, name="slip"),
    path("o/<str:token>/verdict/", follow.verdict, name="verdict"),
    path("o/<str:token>/add/", follow.add, name="add"),
    path("o/<str:token>/photos/", photos.photos, name="photos"),
    path("o/<str:token>/photos/<str:file>/", photos.photo, name="photo"),
    path("o/<str:token>/photos/<str:file>/small/", photos.small_photo, name="small_photo"),
    path("o/<str:token>/photos/<str:file>/remove/", photos.remove_photo, name="remove_photo"),
    path("o/<str:token>/withdraw/", follow.withdraw, name="withdraw"),
    path("o/<str:token>/reopen/", follow.reopen, name="reopen"),
    path("o/<str:token>/contact/", follow.contact, name="contact"),
    path("o/<str:token>/contact/delete/", follow.delete_contact, name="delete_contact"),
    path("o/<str:token>/consent/", follow.consent, name="consent"),
]

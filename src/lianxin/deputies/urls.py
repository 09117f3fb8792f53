"""Addresses of the register."""

from django.urls import path

from lianxin.deputies import views

app_name = "deputies"

urlpatterns = [
    path("desk/deputies/", views.register, name="register"),
    path("desk/deputies/new/", views.new_deputy, name="new"),
    path("desk/deputies/terms/", views.terms, name="terms"),
    path("desk/deputies/terms/new/", views.new_term, name="new_term"),
    path("desk/deputies/terms/<int:pk>/end/", views.end_term, name="end_term"),
    path("desk/deputies/<int:pk>/", views.deputy, name="deputy"),
    path("desk/deputies/<int:pk>/mandate/", views.begin_mandate, name="begin_mandate"),
    path("desk/deputies/<int:pk>/contacts/", views.contacts, name="contacts"),
    path("desk/mandates/<int:pk>/", views.change_mandate, name="change_mandate"),
    path("desk/mandates/<int:pk>/end/", views.end_mandate, name="end_mandate"),
]

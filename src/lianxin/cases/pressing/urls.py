"""Addresses of pressing."""

from django.urls import path

from lianxin.cases.pressing.pages import ladders, orders, steps

urlpatterns = [
    path("desk/orders/", orders.orders, name="orders"),
    path("desk/orders/<int:pk>/", orders.order, name="order"),
    path("desk/orders/<int:pk>/print/", orders.order_print, name="order_print"),
    path("desk/orders/<int:pk>/do/<slug:move>/", orders.order_do, name="order_do"),
    path("desk/cases/<str:number>/order/", orders.order_new, name="order_new"),
    path("desk/cases/<str:number>/urge/", orders.urge_print, name="urge_print"),
    path("desk/steps/", steps.steps, name="steps"),
    path("desk/steps/<int:pk>/", steps.step, name="step"),
    path("desk/steps/<int:pk>/print/", steps.step_print, name="step_print"),
    path("desk/steps/<int:pk>/do/<slug:move>/", steps.step_do, name="step_do"),
    path("desk/cases/<str:number>/step/", steps.step_new, name="step_new"),
    path("desk/ladders/", ladders.ladders, name="ladders"),
    path("desk/ladders/<slug:ladder>/<slug:code>/", ladders.ladder_step, name="ladder_step"),
]

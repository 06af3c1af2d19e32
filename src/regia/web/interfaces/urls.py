"""The addresses of the register of interfaces, of one interface, and of the impact of a change."""

from django.urls import path

from regia.web.interfaces import views

urlpatterns = [
    path("interfaces", views.interfaces, name="interfaces"),
    path("interfaces/<name:interface>", views.interface, name="interface"),
    path("interfaces/<name:interface>/verdict", views.judge, name="judge_interface"),
    path("apply-interfaces", views.apply, name="apply_interfaces"),
    path("impact", views.impact, name="impact"),
]

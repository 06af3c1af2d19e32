"""The addresses of journeys."""

from django.urls import path

from regia.web.journeys import views

urlpatterns = [
    path("journeys", views.journeys, name="journeys"),
    path("journeys/handoff", views.handoff, name="handoff"),
]

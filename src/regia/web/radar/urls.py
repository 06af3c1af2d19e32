"""The addresses of the CTO Radar."""

from django.urls import path

from regia.web.radar import views

urlpatterns = [
    path("radar", views.radar, name="radar"),
    path("radar/round", views.campaign, name="campaign"),
    path("radar/round/close", views.radar_close, name="radar_close"),
    path("radar/rounds", views.radar_rounds, name="radar_rounds"),
    path("radar/answer", views.radar_answer, name="radar_answer"),
    path("radar/pdf", views.radar_document, name="radar_document"),
]

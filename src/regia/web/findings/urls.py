"""The addresses of findings."""

from django.urls import path

from regia.web.findings import views

urlpatterns = [
    path("findings", views.findings, name="findings"),
    path("findings/<name:finding>", views.finding, name="finding"),
    path("findings/<name:finding>/say/<slug:decision>", views.say, name="finding_say"),
]

"""The addresses of the shared model."""

from django.urls import path

from regia.web.concepts import views

urlpatterns = [
    path("model", views.model, name="model"),
    path("model/<name:concept>", views.concept, name="concept"),
]

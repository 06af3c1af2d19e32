"""The addresses of entities and of conflicts."""

from django.urls import path

from regia.web.entities import views

urlpatterns = [
    path("conflicts", views.conflicts, name="conflicts"),
    path("entities", views.entities, name="entities"),
    path("entities/<name:entity>", views.entity, name="entity"),
]

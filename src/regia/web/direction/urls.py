"""The addresses of the company's direction."""

from django.urls import path

from regia.web.direction import views

urlpatterns = [
    path("direction", views.direction, name="direction"),
    path("direction/vision", views.vision, name="vision"),
    path("direction/deciders", views.deciders, name="deciders"),
    path("direction/new-objective", views.objective, name="objective_new"),
    path("direction/objectives/<slug:objective>", views.objective, name="objective"),
    path("direction/objectives/<slug:objective>/remove", views.objective_remove, name="objective_remove"),
    path("direction/new-project", views.project, name="project_new"),
    path("direction/projects/<slug:project>", views.project, name="project"),
    path("direction/projects/<slug:project>/remove", views.project_remove, name="project_remove"),
]

"""The addresses of runs."""

from django.urls import path

from regia.web.runs import views

urlpatterns = [
    path("runs", views.runs, name="runs"),
    path("runs/start", views.run_start, name="run_start"),
    path("runs/<int:run>", views.run, name="run"),
    path("runs/<int:run>/stop", views.run_stop, name="run_stop"),
]

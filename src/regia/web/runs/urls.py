"""The addresses of runs."""

from django.urls import path

from regia.web.runs import views

urlpatterns = [
    path("runs", views.runs, name="runs"),
    path("runs/start", views.run_start, name="run_start"),
    path("runs/schedule", views.schedule_set, name="schedule_set"),
    path("runs/schedule/cancel", views.schedule_cancel, name="schedule_cancel"),
    path("runs/<int:run>", views.run, name="run"),
    path("runs/<int:run>/stop", views.run_stop, name="run_stop"),
]

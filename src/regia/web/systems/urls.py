"""The addresses of systems, datasets and fields."""

from django.urls import path

from regia.web.systems import views

urlpatterns = [
    path("systems", views.systems, name="systems"),
    path("systems/<name:system>", views.system, name="system"),
    path("systems/<name:system>/<name:dataset>", views.dataset, name="dataset"),
    path("systems/<name:system>/<name:dataset>/<name:field>", views.field, name="field"),
]

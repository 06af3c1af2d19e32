"""The addresses of a company's connections."""

from django.urls import path

from regia.web.connections import views

urlpatterns = [
    path("connections", views.connections, name="connections"),
    path("connections/new/server", views.connect_server, name="connect_server"),
    path("connections/new/files", views.connect_files, name="connect_files"),
    path("connections/<slug:system>", views.connection, name="connection"),
    path("connections/<slug:system>/change", views.connection_change, name="connection_change"),
    path("connections/<slug:system>/try", views.connection_try, name="connection_try"),
    path("connections/<slug:system>/remove", views.connection_remove, name="connection_remove"),
]

"""The addresses of the map."""

from django.urls import path

from regia.web.landscape import views

urlpatterns = [path("map", views.landscape, name="map")]

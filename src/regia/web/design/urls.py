"""The address of the living page."""

from django.urls import path

from regia.web.design import views

urlpatterns = [path("design", views.design, name="design")]

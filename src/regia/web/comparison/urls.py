"""The address of the comparison."""

from django.urls import path

from regia.web.comparison import views

urlpatterns = [path("comparison", views.comparison, name="comparison")]

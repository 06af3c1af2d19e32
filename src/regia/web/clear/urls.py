"""The addresses of asking for data in clear."""

from django.urls import path

from regia.web.clear import views

urlpatterns = [path("unmask", views.unmask, name="unmask"), path("mask", views.mask, name="mask")]

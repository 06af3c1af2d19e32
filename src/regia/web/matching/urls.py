"""The addresses of correspondences and of the questions about them."""

from django.urls import path

from regia.web.matching import views

urlpatterns = [
    path("correspondences", views.correspondences, name="correspondences"),
    path("questions", views.questions, name="questions"),
    path("questions/answer", views.answer, name="answer"),
    path("questions/undo", views.undo, name="undo_answer"),
    path("questions/apply", views.apply, name="apply_answers"),
]

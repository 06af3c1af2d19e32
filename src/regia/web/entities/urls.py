"""The addresses of entities and of conflicts."""

from django.urls import path

from regia.web.entities import views

urlpatterns = [
    path("conflicts", views.conflicts, name="conflicts"),
    path("conflicts/value", views.value_say, name="value_say"),
    path("conflicts/master", views.master_say, name="master_say"),
    path("questions/records", views.doubts, name="doubts"),
    path("questions/records/answer", views.doubt_answer, name="doubt_answer"),
    path("questions/records/undo", views.doubt_undo, name="doubt_undo"),
    path("entities", views.entities, name="entities"),
    path("entities/<name:entity>", views.entity, name="entity"),
]

"""The addresses of journeys."""

from django.urls import path

from regia.web.journeys import views

urlpatterns = [
    path("journeys", views.journeys, name="journeys"),
    path("journeys/handoff", views.handoff, name="handoff"),
    path("journeys/activities", views.activities, name="activities"),
    path("journeys/activity", views.activity, name="activity"),
    path("journeys/activity/say", views.say_of_activity, name="say_of_activity"),
    path("journeys/activities/apply", views.apply_activities, name="apply_activities"),
]

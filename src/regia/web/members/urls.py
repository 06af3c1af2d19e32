"""The addresses of members and of the audit log."""

from django.urls import path

from regia.web.members import views

urlpatterns = [
    path("people", views.members, name="members"),
    path("people/<int:member>", views.member, name="member"),
    path("people/<int:member>/remove", views.member_remove, name="member_remove"),
    path("people/invitations/<int:invitation>/withdraw", views.invitation_withdraw, name="invitation_withdraw"),
    path("audit", views.audit, name="audit"),
]

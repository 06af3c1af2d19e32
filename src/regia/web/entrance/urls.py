"""The addresses of the way in; of allauth, only what is used here."""

from allauth.account import views as accounts
from django.urls import include, path

from regia.web.entrance import views

urlpatterns = [
    path("", views.companies, name="companies"),
    path("enter/<str:token>", views.enter, name="enter"),
    path("join/<str:token>", views.join, name="join"),
    path("preferences", views.preferences, name="preferences"),
    path("account", views.account, name="account"),
    path("sign-in", accounts.login, name="account_login"),
    path("sign-out", accounts.logout, name="account_logout"),
    path("account/inactive", accounts.account_inactive, name="account_inactive"),
    path("account/confirm", accounts.reauthenticate, name="account_reauthenticate"),
    path("account/password", accounts.password_change, name="account_change_password"),
    path("account/first-password", accounts.password_set, name="account_set_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("account/outside/", include("allauth.socialaccount.urls")),
    path("account/outside/", include("allauth.socialaccount.providers.openid_connect.urls")),
]

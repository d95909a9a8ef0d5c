"""Pages to sign in and out, how the reader likes to see pages, and the administration of who may do what."""

from django.urls import include, path

from hulul.agencies.web import views

app_name = "agencies"

account = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("theme/", views.theme, name="theme"),
]

urlpatterns = [
    path("account/", include(account)),
]

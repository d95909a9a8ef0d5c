"""Pages to sign in and out, and how the reader likes to see pages."""

from django.urls import path

from hulul.agencies.web import views

app_name = "agencies"

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("theme/", views.theme, name="theme"),
]

"""Pages to sign in and out, how the reader likes to see pages, and the administration of who may do what."""

from django.urls import include, path
from django.views.decorators.http import require_http_methods

from hulul.agencies.web import account as own
from hulul.agencies.web import letters, tokens, views
from hulul.agencies.web.administration.urls import administration

app_name = "agencies"

account = [
    path("sign-in/", require_http_methods(["GET", "HEAD", "POST"])(views.SignIn.as_view()), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("theme/", views.theme, name="theme"),
    path("", own.account, name="account"),
    path("password/", own.change_password, name="change_password"),
    path("sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.make_token, name="make_token"),
    path("tokens/<int:pk>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("second-factor/due/", own.second_factor_due, name="second_factor_due"),
    path("invitation/", letters.accept, name="accept"),
    path("invitation/<slug:secret>/", letters.invitation_link, name="invitation_link"),
    path("password/forgotten/", letters.forgotten, name="forgotten"),
    path("password/new/", letters.new_password, name="new_password"),
    path("password/new/<slug:uid>/<slug:token>/", letters.reset_link, name="reset_link"),
]

urlpatterns = [
    path("account/", include(account)),
    path("administration/", include(administration)),
    path("administration/tokens/", tokens.all_tokens, name="all_tokens"),
]

"""The specimen's addresses, and the one that providers send people back to."""

from hulul.agencies.web.allauth_urls import callback
from tests.ui import specimen

urlpatterns = [callback, *specimen.urlpatterns]

"""Where everything is. Pages carry the language in their address; the API and what machines ask do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView

from hulul.agencies.web import allauth_urls
from hulul.site.api import api
from hulul.site.web import availability, views

handler500 = availability.fault

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="dashboards:home"), name="front_door"),
    path("health", availability.health, name="health"),
    path("health/ready", availability.ready, name="ready"),
    path("robots.txt", views.robots, name="robots"),
    path("language/", include("django.conf.urls.i18n")),
    path("api/v1/", api.urls),
    allauth_urls.callback,
    *i18n_patterns(
        path("places/", include("hulul.places.web.urls")),  # before the page of a place, places/<code>/
        path("rounds/", include("hulul.tracking.web.urls")),
        path("measurement/", include("hulul.measurement.web.urls")),
        path("data/", include("hulul.warehouse.web.urls")),
        path("account/", include(allauth_urls)),
        path("", include("hulul.agencies.web.urls")),  # account/ and administration/
        path("log/", include("hulul.audit.web.urls")),
        path("publishing/", include("hulul.publishing.web.urls")),
        path("site/", include("hulul.site.web.urls")),
        # Last, because it has places/<code>/, and a word such as "search" would be taken for a code.
        path("", include("hulul.dashboards.web.urls")),
    ),
]

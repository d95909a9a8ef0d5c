"""The WSGI application that granian serves. An installation without a key does not start."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hulul.site.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - settings are there only now

if not settings.HULUL_INITIALISED:
    raise SystemExit(f"There is no installation in {settings.HULUL_HOME} yet: run `hulul init`.")

# Limits and the log need the reader's address; a proxy that is not named cannot say whose it is.
application = wrap_wsgi_with_proxy_headers(application, settings.HULUL_PROXIES)

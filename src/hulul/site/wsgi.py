"""The WSGI application that granian serves. An installation without a key does not start."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hulul.site.settings")

application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - settings are there only now

if not settings.HULUL_INITIALISED:
    raise SystemExit(f"There is no installation in {settings.HULUL_HOME} yet: run `hulul init`.")

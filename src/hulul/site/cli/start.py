"""What every command does first: read the options, keep new files private, start Django."""

import os

from hulul.kernel.errors import Conflict


def start(*, initialised: bool = True) -> None:
    """Start Django. Conflict when the installation must have been initialised and was not."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hulul.site.settings")
    # Threads of the linear algebra spin while they wait; beside web server and worker they make a fit slower.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.umask(0o077)
    import django
    from django.conf import settings

    django.setup()
    if initialised and not settings.HULUL_INITIALISED:
        raise Conflict(
            f"There is no installation in {settings.HULUL_HOME} yet.",
            code="not_initialised",
            hint="Run `hulul init`, or name the right folder in HULUL_HOME.",
        )

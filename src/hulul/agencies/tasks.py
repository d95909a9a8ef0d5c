"""What must not be told by how long an answer takes: in the background."""

import base64

from django_tasks import task

from hulul.agencies import actions
from hulul.kernel.sealing import seal, unseal

RESET = "password reset"


@task()
def send_password_reset(sealed: str) -> bool:
    """The address is sealed: people type what they like, and the record of tasks is kept for a month."""
    return actions.send_password_reset(unseal(base64.b64decode(sealed), purpose=RESET, owner=""))


def start_password_reset(email: str) -> None:
    """The same work whether there is an account or not: nobody learns which from this."""
    send_password_reset.enqueue(base64.b64encode(seal(email, purpose=RESET, owner="")).decode())

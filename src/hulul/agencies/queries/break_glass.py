"""Break-glass sessions, and whom to tell of one."""

from django.db.models import Q, QuerySet

from hulul.agencies.access import administrators, visible_break_glass
from hulul.agencies.models import Agency, BreakGlass, User
from hulul.kernel.actors import Actor


def break_glass_sessions(actor: Actor, *, user: int | None = None) -> QuerySet[BreakGlass]:
    """Newest first, with their users; only one's own for those who may not read the record of who did what."""
    found = BreakGlass.objects.filter(visible_break_glass(actor)).select_related("user")
    return found.filter(user=user) if user is not None else found


def to_be_told(session: BreakGlass) -> list[User]:
    """Active people of the agencies whose data the session opens, and the other administrators; by address."""
    owners = [agency.pk for agency in Agency.objects.filter(is_active=True) if agency.sources]
    others = User.objects.filter(is_active=True).exclude(pk=session.user_id)
    found = others.filter(Q(agency__in=owners) | Q(pk__in=administrators().values("user")))
    return list(found.order_by("email"))

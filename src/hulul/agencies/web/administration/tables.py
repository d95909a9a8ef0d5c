"""Organisations, people, roles, invitations, agreements and break-glass sessions as tables."""

from collections.abc import Iterable

from allauth.usersessions.models import UserSession
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hulul.agencies.models import Agency, Agreement, BreakGlass, Grant, Invitation, User
from hulul.agencies.web.administration import words
from hulul.agencies.web.devices import device
from hulul.kernel import clock, datasets
from hulul.kernel.tiers import Tier
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn


def moment(at: object) -> str:
    """A date and time in the installation's zone."""
    return formats.moment(timezone.localtime(at)) if at else ""  # type: ignore[arg-type]


def organisations(found: Iterable[Agency], sort: str, empty: str) -> Table:
    """`people` is counted by the view."""
    rows = [
        [
            Cell(words.organisation(each), url=reverse("agencies:organisation", args=[each.pk])),
            each.code,
            str(Agency.Kind(each.kind).label),
            getattr(each, "people", 0),
            "" if each.is_active else Cell(_("closed"), tone="muted"),
        ]
        for each in found
    ]
    columns = [
        TableColumn("name", _("Name"), sortable=True),
        TableColumn("code", _("Short code"), sortable=True),
        TableColumn("kind", _("Kind of organisation"), sortable=True),
        TableColumn("people", _("People"), "number", unit=_("active accounts"), sortable=True),
        TableColumn("state", _("State")),
    ]
    return Table(_("Organisations"), columns, rows, sort=sort, hide_caption=True, empty=empty)


def people(found: Iterable[User], sort: str, empty: str) -> Table:
    """`current` are the roles that count today, fetched by the view."""
    rows = [
        [
            Cell(each.name, url=reverse("agencies:person", args=[each.pk])),
            each.email,
            words.organisation(each.agency),
            _roles(each),
            moment(each.last_login) or Cell(_("never"), tone="muted"),
            Cell(words.state(each), tone="" if each.is_active else "muted"),
        ]
        for each in found
    ]
    columns = [
        TableColumn("name", _("Name"), sortable=True),
        TableColumn("email", _("E-mail address"), sortable=True),
        TableColumn("agency", _("Organisation"), sortable=True),
        TableColumn("roles", _("Roles")),
        TableColumn("last_login", _("Last signed in"), sortable=True),
        TableColumn("state", _("Account")),
    ]
    return Table(_("People"), columns, rows, sort=sort, hide_caption=True, empty=empty)


def _roles(user: User) -> Cell:
    held = [words.grant(each) for each in getattr(user, "current", ())]
    return Cell("; ".join(held)) if held else Cell(_("none"), tone="muted")


def roles(found: Iterable[Grant], caption: str) -> Table:
    """Roles of one person, with a way to end those that have not been ended."""
    rows = [
        [
            words.role(each.role),
            words.place(each.place),
            words.organisation(each.agency) or _("the person's own organisation"),
            words.until(each),
            _given(each),
            "" if each.ended_at else Cell(_("End it"), url=reverse("agencies:end_role", args=[each.pk])),
        ]
        for each in found
    ]
    columns = [
        TableColumn("role", _("Role")),
        TableColumn("place", _("Place")),
        TableColumn("agency", _("On behalf of")),
        TableColumn("until", _("Valid")),
        TableColumn("given", _("Given")),
        TableColumn("end", _("Change")),
    ]
    empty = _("No role: this person sees what the public sees.")
    return Table(caption, columns, rows, hide_caption=True, empty=empty)


def _given(held: Grant) -> Cell:
    day = formats.day(timezone.localtime(held.granted_at).date(), short=True)
    return Cell(day, note=_("by %(name)s") % {"name": held.granted_by.name} if held.granted_by else "")


def sessions(found: Iterable[UserSession]) -> Table:
    """Where somebody is signed in. The whole network address is between the person and the machine: it is not shown."""
    rows = [[device(each.user_agent), moment(each.created_at), moment(each.last_seen_at)] for each in found]
    columns = [
        TableColumn("browser", _("Browser")),
        TableColumn("since", _("Since")),
        TableColumn("seen", _("Last used")),
    ]
    return Table(_("Sessions"), columns, rows, hide_caption=True, empty=_("Not signed in anywhere."))


def invitations(found: Iterable[Invitation], empty: str) -> Table:
    rows = [
        [
            Cell(each.email),
            each.name,
            words.organisation(each.agency),
            Cell(words.role(each.role), note=words.place(each.place) if each.place else ""),
            Cell(
                moment(each.invited_at),
                note=_("by %(name)s") % {"name": each.invited_by.name} if each.invited_by else "",
            ),
            _standing(each),
            ""
            if each.accepted_at or each.withdrawn_at
            else Cell(_("Change"), url=reverse("agencies:invitation", args=[each.pk])),
        ]
        for each in found
    ]
    columns = [
        TableColumn("email", _("E-mail address")),
        TableColumn("name", _("Name")),
        TableColumn("agency", _("Organisation")),
        TableColumn("role", _("Role")),
        TableColumn("at", _("Invited")),
        TableColumn("state", _("State")),
        TableColumn("change", _("Change")),
    ]
    return Table(_("Invitations"), columns, rows, hide_caption=True, empty=empty)


def _standing(invitation: Invitation) -> Cell:
    if invitation.accepted_at:
        return Cell(_("accepted"), note=moment(invitation.accepted_at))
    if invitation.withdrawn_at:
        return Cell(_("withdrawn"), tone="muted")
    if invitation.expires_at <= clock.now():
        return Cell(_("expired"), tone="warning", note=moment(invitation.expires_at))
    return Cell(_("waits for an answer"), note=_("until %(day)s") % {"day": moment(invitation.expires_at)})


def agreements(found: Iterable[Agreement], sort: str, empty: str, *, ending: bool = True) -> Table:
    titles = datasets.kinds()
    rows = []
    for each in found:
        stands = each.ended_at is None and each.valid_until >= clock.today()
        row: list[object] = [
            Cell(words.organisation(each.owner), url=reverse("agencies:organisation", args=[each.owner_id])),
            Cell(words.organisation(each.recipient), url=reverse("agencies:organisation", args=[each.recipient_id])),
            titles.get(each.kind, each.kind),
            str(Tier(each.tier).label),
            each.purpose,
            each.valid_until,
            _agreed(each),
        ]
        if ending:
            row.append(Cell(_("End it"), url=reverse("agencies:end_agreement", args=[each.pk])) if stands else "")
        rows.append(row)
    columns = [
        TableColumn("owner", _("Who shares"), sortable=ending),
        TableColumn("recipient", _("With whom"), sortable=ending),
        TableColumn("kind", _("What is shared"), sortable=ending),
        TableColumn("tier", _("Up to")),
        TableColumn("purpose", _("Purpose")),
        TableColumn("valid_until", _("Valid until"), "date", sortable=ending),
        TableColumn("state", _("State")),
        *([TableColumn("end", _("Change"))] if ending else []),
    ]
    return Table(_("Sharing agreements"), columns, rows, sort=sort, hide_caption=True, empty=empty)


def _agreed(agreement: Agreement) -> Cell:
    if agreement.ended_at:
        return Cell(_("ended"), tone="muted", note=moment(agreement.ended_at))
    if agreement.valid_until < clock.today():
        return Cell(_("expired"), tone="muted")
    if not (agreement.owner.is_active and agreement.recipient.is_active):
        return Cell(_("suspended: an organisation is closed"), tone="warning")
    return Cell(_("in force"))


def break_glass(found: Iterable[BreakGlass], empty: str) -> Table:
    rows = [
        [
            moment(each.started_at),
            Cell(each.user.name, url=reverse("agencies:person", args=[each.user_id])),
            each.reason,
            Cell(_("open"), tone="warning", note=_("until %(day)s") % {"day": moment(each.ends_at)})
            if each.ended_at is None and each.ends_at > clock.now()
            else moment(min(filter(None, (each.ended_at, each.ends_at)))),
        ]
        for each in found
    ]
    columns = [
        TableColumn("started", _("Opened")),
        TableColumn("who", _("Who")),
        TableColumn("reason", _("Reason")),
        TableColumn("ended", _("Ended")),
    ]
    return Table(_("Break-glass sessions"), columns, rows, hide_caption=True, empty=empty)

"""Tokens for programs: my own, a new one whose secret is shown once, revoking one; all of them for administrators."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hulul.agencies import actions
from hulul.agencies.models import ApiToken
from hulul.agencies.queries import tokens as reading
from hulul.agencies.rules import SCOPES
from hulul.agencies.web.administration.requests import attempt, done, keeper, page_of, sent
from hulul.agencies.web.administration.tables import moment
from hulul.agencies.web.token_form import TokenForm
from hulul.kernel import clock
from hulul.ui.fields import StyledForm
from hulul.ui.figures import Crumb
from hulul.ui.tables import Cell, Table, TableColumn


@require_safe
@login_required
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, those that still work first."""
    actor = request.actor  # type: ignore[attr-defined]
    table = _table(reading.tokens(actor, own=True), _("You have no tokens."))
    return render(request, "agencies/tokens/tokens.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def make_token(request: HttpRequest) -> HttpResponse:
    """The form, and then the secret: this answer is the only one that ever has it."""
    actor = request.actor  # type: ignore[attr-defined]
    form = TokenForm(actor, sent(request))
    crumbs = [Crumb(_("Tokens for programs"), reverse("agencies:tokens")), Crumb(_("Make a token"))]

    def make() -> tuple[ApiToken, str]:
        name, scopes = form.cleaned_data["name"], form.cleaned_data["scopes"]
        return actions.create_token(actor, name=name, scopes=scopes, expires_at=form.ends_at())

    made = attempt(request, form, make)
    if made is None:
        return render(request, "agencies/tokens/make.html", {"form": form, "crumbs": crumbs})
    token, secret = made
    address = request.build_absolute_uri("/api/v1/stocks?limit=5")
    return render(request, "agencies/tokens/secret.html", {"token": token, "secret": secret, "address": address})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    token = reading.token(actor, pk)
    own = token.user_id == actor.user_id
    back = reverse("agencies:tokens") if own else reverse("agencies:all_tokens")
    form = StyledForm(sent(request))
    if done(request, form, lambda: actions.revoke_token(actor, pk)):
        messages.success(request, _("The token was revoked. Programs that use it are refused from now on."))
        return redirect(back)
    whose = _("“%(name)s”, %(prefix)s…, belongs to %(owner)s.")
    context = {
        "form": form,
        "title": _("Revoke a token"),
        "sentences": [
            whose % {"name": token.name, "prefix": token.prefix, "owner": token.user.name},
            _("Programs that use it are refused at once. It cannot be brought back."),
        ],
        "submit": _("Revoke the token"),
        "back": back,
        "crumbs": [Crumb(_("Tokens for programs"), back), Crumb(_("Revoke"))],
    }
    return render(request, "agencies/administration/confirm.html", context)


@require_safe
def all_tokens(request: HttpRequest) -> HttpResponse:
    """Everybody's, for those who manage access."""
    actor = keeper(request)
    page = page_of(request, reading.tokens(actor))
    table = _table(page.object_list, _("Nobody has made a token."), owners=True)
    return render(request, "agencies/tokens/all.html", {"page": page, "table": table})


def _table(found: Iterable[ApiToken], empty: str, *, owners: bool = False) -> Table:
    rows = [
        [
            Cell(token.name, note=f"{token.prefix}…"),
            *([token.user.name] if owners else []),
            "; ".join(str(SCOPES[scope]) for scope in token.scopes),
            moment(token.created_at),
            moment(token.last_used_at) or Cell(_("never"), tone="muted"),
            _state(token),
            "" if token.revoked_at else Cell(_("Revoke"), url=reverse("agencies:revoke_token", args=[token.pk])),
        ]
        for token in found
    ]
    columns = [
        TableColumn("name", _("Name")),
        *([TableColumn("owner", _("Owner"))] if owners else []),
        TableColumn("scopes", _("May be used to")),
        TableColumn("made", _("Made")),
        TableColumn("used", _("Last used")),
        TableColumn("state", _("State")),
        TableColumn("change", _("Change")),
    ]
    return Table(_("Tokens"), columns, rows, hide_caption=True, empty=empty)


def _state(token: ApiToken) -> Cell:
    if token.revoked_at:
        return Cell(_("revoked on %(moment)s") % {"moment": moment(token.revoked_at)}, tone="muted")
    if token.expires_at <= clock.now():
        return Cell(_("ended on %(moment)s") % {"moment": moment(token.expires_at)}, tone="muted")
    return Cell(_("works until %(moment)s") % {"moment": moment(token.expires_at)})

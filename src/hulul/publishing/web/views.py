"""Webhooks: the list, one with its deliveries, making and changing, and what was sent."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.publishing import access, actions, queries, tasks
from hulul.publishing.models import Delivery, Webhook
from hulul.publishing.web import tables
from hulul.publishing.web.forms import WebhookForm
from hulul.ui.figures import Crumb

PAGE = 50


@require_GET
@never_cache
def webhooks(request: HttpRequest) -> HttpResponse:
    found = list(queries.webhooks(_actor(request)))
    failing = sum(1 for hook in found if hook.failing_since or hook.paused_for_failing)
    context = {"webhooks": found, "failing": failing, "table": tables.webhooks_table(found)}
    return render(request, "publishing/webhooks.html", context)


@require_GET
@never_cache
def webhook(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """One webhook: what it is told, how it fares, and what was sent."""
    actor = _actor(request)
    found = queries.webhook(actor, webhook_id)
    state = request.GET.get("state", "")
    log = queries.deliveries(actor, found, state=state)
    page = Paginator(log, PAGE).get_page(request.GET.get("page"))
    empty = _("No delivery is in this state.") if state else _("Nothing was sent yet. Send a test to try the address.")
    context = {
        "webhook": found,
        "state": tables.state(found),
        "facts": tables.facts(found),
        "page": page,
        "table": tables.deliveries_table(page.object_list, empty),
        "states": Delivery.State.choices,
        "chosen": state,
        "crumbs": [Crumb(_("Webhooks"), "../"), Crumb(found.name)],
    }
    return render(request, "publishing/webhook.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret is on the page that follows and nowhere else."""
    actor = _actor(request)
    access.check_may_manage(actor)
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, secret = actions.add(actor, **form.cleaned_data)
        except Invalid as error:
            _show(form, error)
        else:
            return _secret_page(request, made, secret)
    crumbs = [Crumb(_("Webhooks"), "../"), Crumb(_("New webhook"))]
    return render(request, "publishing/edit.html", {"form": form, "title": _("New webhook"), "crumbs": crumbs})


@require_http_methods(["GET", "POST"])
@never_cache
def change(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    actor = _actor(request)
    found = queries.webhook(actor, webhook_id)
    form = WebhookForm(request.POST or None, webhook=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(actor, webhook_id, **form.cleaned_data)
        except Invalid as error:
            _show(form, error)
        else:
            messages.success(request, _("The webhook was changed."))
            return redirect("publishing:webhook", webhook_id)
    crumbs = [Crumb(_("Webhooks"), "../../"), Crumb(found.name, "../"), Crumb(_("Change the webhook"))]
    context = {"form": form, "webhook": found, "title": _("Change the webhook"), "crumbs": crumbs}
    return render(request, "publishing/edit.html", context)


@require_POST
@never_cache
def renew_secret(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    return _secret_page(request, *actions.renew_secret(_actor(request), webhook_id))


@require_POST
def pause(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    actions.pause(_actor(request), webhook_id)
    messages.success(request, _("The webhook is paused. Nothing is sent to it until you resume it."))
    return redirect("publishing:webhook", webhook_id)


@require_POST
def resume(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    actions.resume(_actor(request), webhook_id)
    tasks.request_delivery()
    messages.success(request, _("The webhook is active again."))
    return redirect("publishing:webhook", webhook_id)


@require_POST
def send_test(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    """Send a ping in the background, and show its page."""
    sent = actions.send_test(_actor(request), webhook_id)
    tasks.request_delivery()
    return redirect("publishing:delivery", sent.pk)


@require_POST
def remove(request: HttpRequest, webhook_id: UUID) -> HttpResponse:
    actions.remove(_actor(request), webhook_id)
    messages.success(request, _("The webhook and the record of its deliveries were removed."))
    return redirect("publishing:webhooks")


@require_GET
@never_cache
def delivery(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    """What was sent, how often, and what came back."""
    found = queries.delivery(_actor(request), delivery_id)
    hook = found.webhook
    title = tables.event_name(found.event)
    context = {
        "delivery": found,
        "title": title,
        "facts": tables.delivery_facts(found),
        "payload": tables.payload(found),
        "crumbs": [
            Crumb(_("Webhooks"), "../../webhooks/"),
            Crumb(hook.name, f"../../webhooks/{hook.pk}/"),
            Crumb(title),
        ],
    }
    return render(request, "publishing/delivery.html", context)


@require_POST
def send_again(request: HttpRequest, delivery_id: UUID) -> HttpResponse:
    actions.send_again(_actor(request), delivery_id)
    tasks.request_delivery()
    messages.success(request, _("It is sent again, under the same number."))
    return redirect("publishing:delivery", delivery_id)


def _secret_page(request: HttpRequest, hook: Webhook, secret: str) -> HttpResponse:
    return render(request, "publishing/secret.html", {"webhook": hook, "secret": secret})


def _show(form: WebhookForm, error: Invalid) -> None:
    form.add_error(error.code if error.code in form.errors_at else None, error.message)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor

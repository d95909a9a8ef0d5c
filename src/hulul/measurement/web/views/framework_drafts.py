"""Loading a framework file: check it line by line, look at what it would do, keep it as a draft, activate it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, NotFound
from hulul.measurement import access, framing, queries
from hulul.measurement.actions import frameworks as actions
from hulul.measurement.framing import BadFramework, Framed
from hulul.measurement.framing.differences import between
from hulul.measurement.models import FrameworkVersion
from hulul.measurement.queries.previews import preview
from hulul.measurement.web import framework_tables
from hulul.measurement.web.framework_forms import FrameworkForm
from hulul.measurement.web.requests import actor_of
from hulul.ui.figures import Crumb


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """A file or its text. "check" says what is wrong or what it would do; "save" keeps it as a draft."""
    actor = actor_of(request)
    access.check_may_measure(actor)
    form = FrameworkForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {
        "form": form,
        "crumbs": [Crumb(_("Frameworks"), "../"), Crumb(_("Load a framework"))],
    }
    if request.method == "POST" and form.is_valid():
        text = ""
        try:
            text = form.text()
            framed = framing.parse(text)
            if request.POST.get("do") == "save":
                return _saved(request, actions.load_framework(actor, text))
            context |= _checked(actor, framed)
        except BadFramework as error:
            context |= {"problems": error.problems, "lines": framework_tables.lines(text, error.problems)}
        except Conflict as error:
            context["refusal"] = error
        context["form"] = FrameworkForm(initial={"source": text})
    return render(request, "measurement/framework_load.html", context)


def _saved(request: HttpRequest, version: FrameworkVersion) -> HttpResponse:
    messages.success(request, _("The framework is kept as a draft. Nothing uses it before it is activated."))
    return redirect("measurement:framework_version", version.framework_id, version.version)


def _checked(actor: Actor, framed: Framed) -> dict[str, object]:
    """What the text is, how it differs from the version in use, and what it would make of the latest survey."""
    in_use = queries.framework_versions(actor, framed.id).filter(state=FrameworkVersion.State.ACTIVE).first()
    found = preview(actor, framed)
    return {
        "framed": framed,
        "facts": framework_tables.facts(None, framed),
        "difference": between(queries.framed(in_use), framed) if in_use else None,
        "preview": found,
        "preview_table": framework_tables.preview_table(found, framed) if found and not found.refusal else None,
    }


@require_POST
def load_shipped(request: HttpRequest) -> HttpResponse:
    """Keep a framework that comes with Hulul as a draft."""
    text = framing.shipped_texts().get(request.POST.get("id", ""))
    actor = actor_of(request)
    access.check_may_measure(actor)
    if text is None:
        raise NotFound(_("No framework of this name comes with Hulul."))
    return _saved(request, actions.load_framework(actor, text))


@require_POST
def activate(request: HttpRequest, code: str, version: str) -> HttpResponse:
    actions.activate(actor_of(request), code, version)
    messages.success(request, _("This version is in use now, and will never change."))
    return redirect("measurement:framework_version", code, version)


@require_POST
def retire(request: HttpRequest, code: str, version: str) -> HttpResponse:
    actions.retire(actor_of(request), code, version)
    messages.success(request, _("This version is no longer in use. What was built with it stands on."))
    return redirect("measurement:framework_version", code, version)

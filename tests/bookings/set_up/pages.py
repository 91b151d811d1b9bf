"""What a browser sends back of a page with a form: everything it shows, but for what somebody types."""

from datetime import time
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from mediation.set_up import seen


def edit(slug: str, pk: int) -> str:
    """The address of one thing."""
    return reverse("staff_set_up_edit", args=[slug, pk])


def new(slug: str) -> str:
    """The address where one is added."""
    return reverse("staff_set_up_new", args=[slug])


def typed(page: HttpResponse, /, **answers: Any) -> dict[str, Any]:
    """The form of this page as it stands, with these answers typed into it."""
    form, sent = page.context["form"], {}  # type: ignore[attr-defined]
    for bound in form:
        value = bound.value()
        if isinstance(value, list | tuple):
            sent[bound.name] = [str(getattr(each, "pk", each)) for each in value]
        elif isinstance(value, bool):
            checkbox = bound.widget_type == "checkbox"
            sent |= {bound.name: "on" if checkbox else str(value).lower()} if value or not checkbox else {}
        elif isinstance(value, time):
            sent[bound.name] = f"{value:%H:%M}"
        elif value not in (None, ""):
            sent[bound.name] = str(value)
    return {**sent, **marks(page), **answers}


def marks(page: HttpResponse) -> dict[str, str]:
    """What this page carries of what it shows; nothing where it is about nothing stored."""
    shown = (page.context or {}).get("shown")  # type: ignore[attr-defined]
    return {seen.FIELD: shown} if shown else {}


def save(client: Client, page: str, /, **answers: Any) -> Any:
    """Opens a page, types and sends it."""
    return client.post(page, typed(client.get(page), **answers))

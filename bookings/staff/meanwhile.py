"""A form about something that is there already: what somebody else changed meanwhile is said, what was typed is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, TypeVar

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from bookings.locks import Scope, lock, lock_every
from mediation.crypto import keyed_hash
from mediation.set_up import seen

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Compared(Generic[AnyForm]):
    """A form as it goes on: as stored, as typed or, where somebody else changed something, both together.

    `stored` is not bound. Nothing is to be kept while `meanwhile` says something: the page is shown again.
    """

    form: AnyForm
    stored: AnyForm
    meanwhile: list[seen.Meanwhile]
    shown: str

    @property
    def context(self) -> dict[str, Any]:
        """What `staff/parts/seen.html` and `staff/parts/meanwhile.html` read."""
        return {"seen_field": seen.FIELD, "shown": self.shown, "meanwhile": self.meanwhile}

    @property
    def status(self) -> int:
        """409 where somebody else was faster, 422 where something is wrong."""
        return 409 if self.meanwhile else 422 if self.form.errors else 200


def compared(make: Callable[[QueryDict | None], AnyForm], typed: QueryDict | None) -> Compared[AnyForm]:
    """`make` reads what is stored, each time anew, and gives the form: not bound for None."""
    stored = make(None)
    now = seen.written(stored)
    if typed is None:
        return Compared(stored, stored, [], now)
    form, carried = make(typed), typed.get(seen.FIELD, "")
    meanwhile = seen.changed_meanwhile(form, stored, carried)
    if meanwhile:
        return Compared(make(seen.merged(form, stored, carried)), stored, meanwhile, now)
    return Compared(form, stored, [], carried or now)


def typed_in(request: HttpRequest) -> QueryDict | None:
    """What was sent, if anything was; also by a page that brings back what a session had ended over."""
    return request.POST if request.method == "POST" or request.POST else None


def one_at_a_time(view: View) -> View:
    """Who stores at the same address meanwhile waits: what a form was compared with is what it replaces."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            lock(lock_every(Scope.PAGE, keyed_hash("page", request.path)))
            return view(request, *args, **kwargs)

    return run

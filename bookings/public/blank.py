"""Forms as they are first shown: one for everybody, because making a form copies all of its fields."""

from typing import Any, TypeVar

from django import forms

from mediation.number_offers import OffersNumbers
from mediation.remembered import remembered

F = TypeVar("F", bound=forms.Form)
N = TypeVar("N", bound=OffersNumbers)


@remembered
def blank(form: type[F]) -> F:
    """The form with nothing typed. It is shared: show it, never write into it."""
    return form()


def nothing_typed(form: forms.BaseForm) -> bool:
    """Whether the form is the same for everybody who sees it, so that its fields may be remembered."""
    return not form.is_bound and not form.initial


def sent(form: type[N], data: Any) -> N:
    """The form that was sent. Right, it shares the fields of the blank one; where there is a mistake to show, it has its own."""
    quick = blank(form).sent_with(data)
    return quick if quick.is_valid() else form(data)


def shown(form: type[F], data: Any) -> F:
    """The form that was sent; the blank one when nothing was."""
    return form(data) if data else blank(form)

"""Looking values up for templates: the usual ones in a few steps, anything else as Django does.

Django asks a dozen questions about each name, and raises and catches three errors for one that nobody gave.
"""

from typing import Any, Final

from django.template.base import FilterExpression, Parser, Variable, VariableDoesNotExist
from django.template.context import Context, RequestContext

_PAGES = (Context, RequestContext)


class _Mark:
    """What no value is."""


MISSING: Final = _Mark()
_ASK_DJANGO: Final = _Mark()


class Named(Variable):
    """A variable by its name, `card.site.name`."""

    __slots__ = ()

    def resolve(self, context: Any) -> Any:
        """Its value. Raises `VariableDoesNotExist`."""
        found = self.found(context)
        if found is MISSING:
            raise VariableDoesNotExist("Nobody gave %r", (self.var,))
        return found

    def found(self, context: Any) -> Any:
        """Its value, or `MISSING`."""
        if self.lookups is None or self.translate or type(context) not in _PAGES:
            return super().resolve(context)
        found = _looked_up(context, self.lookups)
        if found is not _ASK_DJANGO:
            return found
        try:
            return super().resolve(context)
        except VariableDoesNotExist:
            return MISSING


def _looked_up(context: Context, names: tuple[str, ...]) -> Any:
    first = names[0]
    for given in reversed(context.dicts):
        if first in given:
            value = given[first]
            break
    else:
        return MISSING
    for name in names[1:]:
        if callable(value):
            return _ASK_DJANGO
        kind = type(value)
        if kind is dict:
            if name not in value:
                return _ASK_DJANGO
            value = value[name]
        elif getattr(kind, "__getitem__", tuple.__getitem__) is not tuple.__getitem__:
            return _ASK_DJANGO
        else:
            try:
                value = getattr(value, name)
            except Exception as error:
                return _failed(error, context)
    return _ASK_DJANGO if callable(value) else value


def _failed(error: Exception, context: Context) -> Any:
    """What is shown for an attribute that could not be had; it is not asked for again, but where it may be something else."""
    if isinstance(error, AttributeError | TypeError):
        return _ASK_DJANGO
    if getattr(error, "silent_variable_failure", False):
        return context.template.engine.string_if_invalid  # type: ignore[union-attr]
    raise error


class Expression(FilterExpression):
    """A variable or a constant, with its filters."""

    __slots__ = ()

    def __init__(self, token: str, parser: Parser) -> None:
        super().__init__(token, parser)
        if self.is_var:
            self.var = Named(self.var.var)
        self.filters = [
            (function, [(varies, Named(arg.var) if varies else arg) for varies, arg in args])
            for function, args in self.filters
        ]

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        """The value; what nobody gave is None or empty, as `ignore_failures` says."""
        # (`translate` puts a variable of Django's in its place.)
        if self.filters or type(self.var) is not Named:
            return super().resolve(context, ignore_failures)
        found = self.var.found(context)
        if found is not MISSING:
            return found
        return None if ignore_failures else super().resolve(context)

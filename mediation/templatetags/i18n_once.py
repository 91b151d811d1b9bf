"""Django's `i18n` tags; what `{% translate "…" %}` says of a constant text is looked up once a language, not at each showing.

A page says some forty constant texts; looking them up was a sixth of the time that the appointment's card took. It takes
the name `i18n` in settings (TEMPLATES), so that every `{% load i18n %}` has it.
"""

from django import template
from django.template.base import Parser, Token, Variable
from django.templatetags import i18n
from django.utils.translation import get_language

from mediation.neighbours.unsaid import missed

register = template.Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class OnceTranslatedNode(template.Node):
    """A constant text in the language of the page."""

    def __init__(self, looked_up: i18n.TranslateNode, name: str | None) -> None:
        self.looked_up, self.name = looked_up, name
        self.said: dict[str | None, str] = {}

    def render(self, context: template.Context) -> str:
        """The text, or nothing where it is given a name."""
        language = get_language()
        said = self.said.get(language)
        if said is None:
            lacking = missed()
            said = self.looked_up.render(context)
            if missed() == lacking:
                self.said[language] = said
        if self.name is None:
            return said
        context[self.name] = said
        return ""


@register.tag("trans")
@register.tag("translate")
def do_translate(parser: Parser, token: Token) -> template.Node:
    """As Django's."""
    node = i18n.do_translate(parser, token)
    expression = node.filter_expression
    constant = isinstance(expression.var, Variable) and expression.var.literal is not None
    if not constant or expression.filters or node.message_context is not None:
        return node
    name, node.asvar = node.asvar, None
    return OnceTranslatedNode(node, name)

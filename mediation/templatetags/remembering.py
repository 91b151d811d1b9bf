"""`{% remembered %}`: a part of a page that is the same for all who see the same, made once for them."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mediation.remembered import remember

register = template.Library()


class RememberedNode(template.Node):
    """Its content, made anew only when one of its inputs or the language is another one."""

    def __init__(
        self, nodelist: NodeList, inputs: dict[str, FilterExpression], when: FilterExpression | None
    ) -> None:
        self.nodelist, self.inputs, self.when = nodelist, inputs, when

    def render(self, context: template.Context) -> SafeString:
        """The content; it sees its inputs and nothing else of the page, so nothing else can be in it."""
        values = {name: expression.resolve(context) for name, expression in self.inputs.items()}

        def make() -> SafeString:
            return self.nodelist.render(context.new(values))

        if self.when is not None and not self.when.resolve(context):
            return make()
        key = (self, get_language(), *values.values())
        return remember(key, make) if _hashable(key) else make()


def _hashable(key: tuple[object, ...]) -> bool:
    try:
        hash(key)
    except TypeError:  # A row that is not in the database: the service's own, in a town that has just begun.
        return False
    return True


@register.tag("remembered")
def do_remembered(parser: Parser, token: Token) -> RememberedNode:
    """`{% remembered topic=topic cards=cards when=nothing_typed %}…{% endremembered %}`.

    Inputs are equal only when what is shown of them is (a row of the database is equal to itself read a moment ago).
    `when` false, or an input that cannot be a key: made for this page alone, and not kept.
    """
    inputs = token_kwargs(token.split_contents()[1:], parser)
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    when = inputs.pop("when", None)
    return RememberedNode(nodelist, inputs, when)

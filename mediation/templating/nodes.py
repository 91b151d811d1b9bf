"""The parts of a template that pages are mostly made of."""

from collections.abc import Iterable
from html import escape
from typing import Any, cast

from django.template.base import Node, NodeList, TextNode, VariableNode, render_value_in_context
from django.template.context import Context
from django.template.loader_tags import IncludeNode, construct_relative_path
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from mediation.neighbours.unsaid import missed
from mediation.templatetags.i18n_once import OnceTranslatedNode


class Shown(VariableNode):
    """`{{ value }}`: text, mostly."""

    def render(self, context: Context) -> str:
        """As it stands in a page: escaped, unless it is known to be safe."""
        value = self.filter_expression.resolve(context)
        kind = type(value)
        if kind is SafeString:
            return value  # type: ignore[no-any-return]
        if kind is str and context.autoescape:
            return SafeString(escape(value))
        return render_value_in_context(value, context)


class Said(Node):
    """Texts in a row that vary with the language and with nothing else."""

    child_nodelists = ()

    def __init__(self, nodes: Iterable[Node]) -> None:
        self.nodes = tuple(nodes)
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """All of them."""
        language = get_language()
        said = self.said.get(language)
        if said is None:
            lacking = missed()
            said = "".join(str(node.render_annotated(context)) for node in self.nodes)
            if missed() == lacking:
                self.said[language] = said
        return said


class Included(IncludeNode):
    """`{% include "…" %}` of a template that is always the same: it is looked for once."""

    _found: Any = None

    def render(self, context: Context) -> SafeString:
        """The other template, with the names it is given."""
        if self._found is None:
            here: Any = self.origin.template_name
            name = construct_relative_path(here, self.template.var)
            self._found = context.template.engine.get_template(name)  # type: ignore[union-attr]
        values = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.isolated_context:
            return cast(SafeString, self._found.render(context.new(values)))
        with context.push(**values):
            return cast(SafeString, self._found.render(context))


def together(nodes: NodeList) -> NodeList:
    """The same with the constant texts in a row made one."""
    joined, row = NodeList(), list[Node]()

    def close() -> None:
        if row:
            joined.append(_one(row))
            row.clear()

    for node in nodes:
        if _is_constant(node):
            row.append(node)
        else:
            close()
            joined.append(node)
    close()
    joined.contains_nontext = nodes.contains_nontext
    return joined


def _is_constant(node: Node) -> bool:
    return type(node) in (TextNode, Said) or (type(node) is OnceTranslatedNode and node.name is None)


def _one(row: list[Node]) -> Node:
    if len(row) == 1:
        return row[0]
    texts = [node.s for node in row if isinstance(node, TextNode)]
    one = TextNode("".join(texts)) if len(texts) == len(row) else Said(row)
    one.token, one.origin = row[0].token, row[0].origin
    return one

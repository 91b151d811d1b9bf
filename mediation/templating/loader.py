"""Where templates come from: files as always, made of this room's nodes (settings, TEMPLATES)."""

from collections.abc import Sequence
from typing import Any

from django.template import Template, TemplateDoesNotExist
from django.template.base import (
    DebugLexer,
    FilterExpression,
    Lexer,
    Node,
    NodeList,
    Origin,
    Parser,
    Token,
    VariableNode,
)
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.loaders import cached

from mediation.templating.extending import Extending
from mediation.templating.nodes import Included, Shown, together
from mediation.templating.values import Expression


class Loader(cached.Loader):
    """Each file is read once."""

    def get_template(self, template_name: str, skip: list[Origin] | None = None) -> Template:
        """The template of that name. Raises `TemplateDoesNotExist`."""
        key = self.cache_key(template_name, skip)
        known = self.get_template_cache.get(key)
        if known is None:
            known = self.get_template_cache[key] = self._read(template_name, skip or ())
        return known

    def _read(self, template_name: str, skip: Sequence[Origin]) -> Template:
        for origin in self.get_template_sources(template_name):
            if origin in skip:
                continue
            try:
                contents = self.get_contents(origin)
            except TemplateDoesNotExist:
                continue
            return _Template(contents, origin, template_name, self.engine)
        raise TemplateDoesNotExist(template_name)


class _Template(Template):
    def compile_nodelist(self) -> NodeList:
        lexer = DebugLexer if self.engine.debug else Lexer
        libraries, builtins = self.engine.template_libraries, self.engine.template_builtins
        parser = _Parser(lexer(self.source).tokenize(), libraries, builtins, self.origin)
        nodes = parser.parse()
        self.extra_data = parser.extra_data
        return nodes


class _Parser(Parser):
    def parse(self, parse_until: Any = None) -> NodeList:
        return together(super().parse(parse_until))

    def compile_filter(self, token: str) -> FilterExpression:
        return Expression(token, self)

    def extend_nodelist(self, nodelist: NodeList, node: Node, token: Token) -> None:
        super().extend_nodelist(nodelist, _ours(node), token)


def _is_said(template: Any) -> bool:
    return isinstance(template.var, str) and not template.filters


def _ours(node: Node) -> Node:
    if type(node) is VariableNode:
        return Shown(node.filter_expression)
    if type(node) is IncludeNode and _is_said(node.template):
        return Included(
            node.template, extra_context=node.extra_context, isolated_context=node.isolated_context
        )
    if type(node) is ExtendsNode:
        return Extending(node.nodelist, node.parent_name)
    return node

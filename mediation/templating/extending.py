"""Templates that fill the blocks of another: both are put together once, not at each showing."""

from typing import Any, cast

from django.template.base import Node, NodeList, Template, TextNode
from django.template.context import Context
from django.template.engine import Engine
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockNode, ExtendsNode
from django.utils.safestring import SafeString

from mediation.templating.nodes import together

_SUPER = "block.super"


class Extending(ExtendsNode):
    """`{% extends "…" %}`: the whole page, wherever its frame is always the same and no block repeats the frame's own."""

    _whole: Any = None
    _asked = False

    def render(self, context: Context) -> SafeString:
        """The frame with its blocks filled."""
        # (Where there are blocks already, somebody else extends this one.)
        if BLOCK_CONTEXT_KEY not in context.render_context:
            if not self._asked:
                self._whole, self._asked = whole(self, context.template.engine), True  # type: ignore[union-attr]
            if self._whole is not None:
                return cast(SafeString, self._whole.render(context))
        return cast(SafeString, super().render(context))


class Filled(Node):
    """A block with what stands in it; names given in it are not known outside."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """What stands in it."""
        with context.push():
            return self.nodelist.render(context)


class _CannotBe(Exception):
    """Put together beforehand."""


def whole(extending: ExtendsNode, engine: Engine) -> NodeList | None:
    """The outermost frame's nodes with all blocks filled; None where that is known only when the page is shown."""
    blocks: dict[str, BlockNode] = {}
    names: set[str] = set()
    while True:
        for name, block in extending.blocks.items():
            blocks.setdefault(name, block)
        parent_name: Any = extending.parent_name
        name = parent_name.var
        if not isinstance(name, str) or parent_name.filters or name.startswith(".") or name in names:
            return None
        names.add(name)
        parent = engine.get_template(name)
        above = _extends(parent)
        if _SUPER in parent.source or _repeats(extending):
            return None
        if above is None:
            break
        extending = above
    try:
        return _filled(parent.nodelist, blocks)
    except _CannotBe:
        return None


def _extends(template: Template) -> ExtendsNode | None:
    first = next((node for node in template.nodelist if not isinstance(node, TextNode)), None)
    return first if isinstance(first, ExtendsNode) else None


def _repeats(extending: ExtendsNode) -> bool:
    loader: Any = extending.origin.loader
    return _SUPER in loader.get_contents(extending.origin)


def _filled(nodes: NodeList, blocks: dict[str, BlockNode]) -> NodeList:
    filled = NodeList()
    for node in nodes:
        if isinstance(node, BlockNode):
            inside = _filled(blocks.get(node.name, node).nodelist, blocks)
            if any(not isinstance(each, TextNode) for each in inside):
                one = Filled(inside)
                one.token, one.origin = node.token, node.origin
                filled.append(one)
            else:
                filled.extend(inside)
        elif node.get_nodes_by_type(BlockNode):
            raise _CannotBe
        else:
            filled.append(node)
    filled.contains_nontext = nodes.contains_nontext
    return together(filled)

"""The texts to translate in a Django template, for Babel (which knows Python only)."""

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import IO, Any

from django.utils.translation.template import templatize


def extract_template(
    fileobj: IO[bytes], keywords: Any, comment_tags: Collection[str], options: Any
) -> Iterator[Any]:
    """Babel's contract for an extractor: (line, function, messages, comments) of each marked text.

    Django rewrites the template as calls of gettext among blotted-out text, line by line; indentation
    means nothing there, and would confuse Python's tokenizer.
    """
    from babel.messages.extract import extract_python

    code = templatize(fileobj.read().decode("utf-8"))
    flat = "\n".join(line.lstrip() for line in code.split("\n"))
    yield from extract_python(BytesIO(flat.encode()), keywords, comment_tags, options)

"""What was typed at the counter, each thing in the box that it belongs to."""

from django.http import QueryDict


def in_its_box(sent: QueryDict) -> QueryDict:
    """Digits in the place of a name are a number to search by: one box is enough for who stands there."""
    digits = "".join(sent.get("name", "").split())
    if not (digits.isascii() and digits.isdigit()) or sent.get("phone"):
        return sent
    moved = sent.copy()
    moved["name"], moved["phone"] = "", digits
    return moved

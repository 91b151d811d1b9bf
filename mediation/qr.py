"""A square for the telephone (QR code), drawn as SVG: on letters, and on the sheet of whoever was referred."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class Square:
    """A QR code: the side in modules with its quiet zone, and the dark ones as a path of SVG."""

    side: int
    path: str


def square(text: str) -> Square:
    """The QR code of a text, able to lose a seventh of itself to a fold or a stain."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return Square(len(rows), "".join(dark))

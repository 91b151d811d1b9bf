"""A zip that is sent while it is written: nothing of it is kept but what has not been sent yet. Pure."""

import io
from collections.abc import Iterable, Iterator, Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

# A fixed date: the same rows give the same bytes, and nobody learns when somebody took them.
_DATE = (2000, 1, 1, 0, 0, 0)
_AT_ONCE = 1 << 16


class _Sent(io.RawIOBase):
    """What was written and not yet taken. It tells its place but cannot go back."""

    def __init__(self) -> None:
        self._kept: list[bytes] = []
        self._place = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        self._kept.append(bytes(data))
        self._place += len(data)
        return len(data)

    def take(self) -> bytes:
        """What is to be sent now."""
        taken = b"".join(self._kept)
        self._kept.clear()
        return taken


def packed(
    parts: Iterable[tuple[str, Iterable[str]]],
    *,
    first: Mapping[str, bytes] | None = None,
    large: bool = False,
) -> Iterator[bytes]:
    """A zip of parts, each with its name and its text in pieces; a part's pieces are asked for when the one before is written.

    `first` are parts that stand at the beginning as they are, not compressed, with their size known beforehand.
    `large`: a part may be over 2 GB, in a form that older readers do not take.
    """
    sent = _Sent()
    with ZipFile(sent, "w", ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in (first or {}).items():
            _as_it_is(archive, sent, name, content)
        for name, pieces in parts:
            info = ZipInfo(name, _DATE)
            info.compress_type = ZIP_DEFLATED
            with archive.open(info, "w", force_zip64=large) as part:
                waiting: list[str] = []
                size = 0
                for piece in pieces:
                    waiting.append(piece)
                    size += len(piece)
                    if size >= _AT_ONCE:
                        part.write("".join(waiting).encode())
                        waiting, size = [], 0
                        if taken := sent.take():
                            yield taken
                part.write("".join(waiting).encode())
            yield sent.take()
    yield sent.take()


def _as_it_is(archive: ZipFile, sent: _Sent, name: str, content: bytes) -> None:
    """Written by another archive, which can go back to note the size: readers of OpenDocument look for it there."""
    apart = io.BytesIO()
    with ZipFile(apart, "w") as other:
        info = ZipInfo(name, _DATE)
        other.writestr(info, content)
        size = other.start_dir
    info.header_offset = sent.tell()
    sent.write(apart.getvalue()[:size])
    archive.filelist.append(info)
    archive.NameToInfo[name] = info
    archive.start_dir = sent.tell()

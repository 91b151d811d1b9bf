"""A wire between web processes and PostgreSQL that can be cut: connections are refused then, and those that stand are ended."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Relay:
    """Passes bytes on, from a port of its own to another one of this machine."""

    def __init__(self, to: tuple[str, int]) -> None:
        self.to = to
        self.port = 0
        self._door: socket.socket | None = None
        self._open: list[socket.socket] = []
        self.join_again()

    def join_again(self) -> None:
        """Whoever connects is let through, on the same port as ever."""
        self._door = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._let_in, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """Nobody comes through any more."""
        door, self._door = self._door, None
        for each in [*([door] if door else []), *self._open]:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _let_in(self, door: socket.socket) -> None:
        while True:
            try:
                near, _from = door.accept()
                far = socket.create_connection(self.to, timeout=10)
            except OSError:
                return
            far.settimeout(None)
            self._open += [near, far]
            for pair in ((near, far), (far, near)):
                threading.Thread(target=_pass_on, args=pair, daemon=True).start()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def relay_to(host: str, port: int) -> Iterator[Relay]:
    """A wire for the length of the block."""
    relay = Relay((host, port))
    try:
        yield relay
    finally:
        relay.cut()

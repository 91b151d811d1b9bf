"""A provider that takes every SMS after a fixed time: what sending is measured against.

A process of its own, so that its work is not taken for ours. It reads as little as it must of each request, and
knows nothing of Django.
"""

import asyncio
import re
import sys
from uuid import uuid4

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


async def _serve(seconds: float) -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = _LENGTH.search(head)
                await reader.readexactly(int(length[1]) if length else 0)
                await asyncio.sleep(seconds)
                writer.write(_taken())
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=256)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _taken() -> bytes:
    body = b'{"sid": "SM%s", "status": "queued", "error_code": null}' % uuid4().hex.encode()
    head = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))

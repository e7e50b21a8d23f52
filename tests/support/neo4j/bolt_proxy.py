"""A way to a server on the loopback interface that knows Bolt: it has statements refused, and loses answers.

A statement to be refused goes on as one that nobody can run. So the server fails it at the right place among
its answers, and ignores what the driver has sent behind it; in the failure that comes back, code and words
are exchanged for those wanted. Bolt: https://neo4j.com/docs/bolt/current/bolt/message/
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator, Mapping
from io import BufferedReader
from typing import Any, NamedTuple

from support.neo4j.tcp_proxy import TcpProxy

_MANIFEST = b"\x00\x00\x01\xff"
"""Offers a longer handshake, which is left out: the versions offered beside it will do."""
_RUN, _COMMIT, _FAILURE = b"\xb3\x10", b"\xb0\x12", b"\xb1\x7f"
_NONSENSE = "REFUSED BY THE PROXY"
_MOST_IN_A_CHUNK = 0xFFFF


class Refusal(NamedTuple):
    """What a server says when it refuses a statement."""

    code: str
    message: str


class BoltProxy(TcpProxy):
    """Passes Bolt on to a port, without TLS.

    Args:
        port: the server's.
        refused: for words that a statement holds, what it is refused with.
        lost: so many commits are done whose answers get lost, with the connection.

    Attributes:
        refusals: the statements that were refused.
    """

    def __init__(self, port: int, *, refused: Mapping[str, Refusal] | None = None, lost: int = 0) -> None:
        self.refusals: list[str] = []
        self.lost = lost
        self._refused = dict(refused or {})
        self._said = Refusal("", "")
        self._is_losing = False
        super().__init__(port)

    def _pieces(self, source: socket.socket, to_server: bool) -> Iterator[bytes]:
        with source.makefile("rb") as stream:
            yield stream.read(20).replace(_MANIFEST, bytes(4)) if to_server else stream.read(4)
            while (message := _read_message(stream)) is not None:
                yield _chunked(self._to_server(message) if to_server else self._to_client(message))

    def _to_server(self, message: bytes) -> bytes:
        if message == _COMMIT and self.lost:
            self.lost -= 1
            self._is_losing = True
        if not message.startswith(_RUN):
            return message
        text, rest = _read_text(message[2:])
        for words, said in self._refused.items():
            if words in text:
                self.refusals.append(text)
                self._said = said
                return _RUN + _packed(_NONSENSE) + rest
        return message

    def _to_client(self, message: bytes) -> bytes:
        if self._is_losing:
            self._is_losing = False
            self.cut()
            raise ConnectionResetError
        if not (message.startswith(_FAILURE) and _NONSENSE.encode() in message):
            return message
        code, words = self._said
        told = {"code": code, "message": words}
        if b"neo4j_code" in message:  # since Bolt 5.7
            status = {"gql_status": "42NFF", "description": "error: syntax error or access rule violation"}
            told = {"neo4j_code": code, "message": words, **status, "diagnostic_record": {}}
        return _FAILURE + _packed(told)


def _read_message(stream: BufferedReader) -> bytes | None:
    """Return the next message, of as many chunks as it comes in; an empty one keeps a connection alive."""
    message = b""
    while len(head := stream.read(2)) == 2:
        (length,) = struct.unpack(">H", head)
        if not length:
            return message
        message += stream.read(length)
    return None


def _chunked(message: bytes) -> bytes:
    starts = range(0, len(message), _MOST_IN_A_CHUNK)
    chunks = [message[start : start + _MOST_IN_A_CHUNK] for start in starts]
    return b"".join(struct.pack(">H", len(chunk)) + chunk for chunk in chunks) + b"\x00\x00"


def _read_text(packed: bytes) -> tuple[str, bytes]:
    """Return a text from the beginning of something packed, and what follows."""
    mark = packed[0]
    width = {0xD0: 1, 0xD1: 2, 0xD2: 4}.get(mark, 0)
    length = int.from_bytes(packed[1 : 1 + width]) if width else mark & 0x0F
    end = 1 + width + length
    return packed[1 + width : end].decode(), packed[end:]


def _packed(value: Any) -> bytes:
    """Pack a text, or a map of few texts and maps."""
    if isinstance(value, str):
        text = value.encode()
        return b"\xd1" + struct.pack(">H", len(text)) + text
    items = b"".join(_packed(key) + _packed(item) for key, item in value.items())
    return bytes([0xA0 + len(value)]) + items

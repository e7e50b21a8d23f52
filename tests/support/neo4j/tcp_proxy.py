"""A way to a server on the loopback interface that can be cut, blocked or closed at a chosen byte."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Self

CHUNK = 4096


class TcpProxy:
    """Passes connections on to a port, and does something once so many bytes went to the server.

    Attributes:
        sent: bytes that went to the server so far.
    """

    def __init__(self, port: int) -> None:
        self.sent = 0
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._passing = threading.Event()
        self._passing.set()
        self._moments: list[tuple[int, Callable[[], object]]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self._listener.getsockname()[1]}"

    def after(self, sent: int, action: Callable[[], object]) -> None:
        """Do something when ``sent`` more bytes would have gone to the server."""
        with self._lock:
            self._moments.append((self.sent + sent, action))

    def cut(self) -> None:
        """Break the connections that there are; new ones are passed on."""
        with self._lock:
            broken, self._open = self._open, set()
        for connection in broken:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    def block(self) -> None:
        """Pass nothing on, and keep the connections."""
        self._passing.clear()

    def close(self) -> None:
        """Break the connections and take no new ones."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._passing.set()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            with self._lock:
                self._open |= {client, server}
            for source, sink in ((client, server), (server, client)):
                to_server = sink is server
                threading.Thread(target=self._pass_on, args=(source, sink, to_server), daemon=True).start()

    def _pass_on(self, source: socket.socket, sink: socket.socket, to_server: bool) -> None:
        with contextlib.suppress(OSError):
            for data in self._pieces(source, to_server):
                if to_server:
                    self._count(len(data))
                self._passing.wait()
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _pieces(self, source: socket.socket, to_server: bool) -> Iterator[bytes]:
        """Give what comes from one side, for the other."""
        while data := source.recv(CHUNK):
            yield data

    def _count(self, length: int) -> None:
        with self._lock:
            self.sent += length
            due = [action for place, action in self._moments if place <= self.sent]
            self._moments = [moment for moment in self._moments if moment[0] > self.sent]
        for action in due:
            action()

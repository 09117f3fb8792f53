"""Small servers on this machine that behave as providers do, well and badly."""

import json
import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Heard:
    """What a fake provider was told, and what it answers: status, body, headers."""

    port: int = 0
    status: int = 200
    body: bytes = b'{"errcode":0,"code":0}'
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[dict[str, Any]] = field(default_factory=list)
    hold: threading.Event | None = None
    drip: bool = False

    @property
    def url(self) -> str:
        """The robot's address."""
        return f"http://localhost:{self.port}/robot?key=geheim"

    @property
    def host(self) -> str:
        """As the operator names it."""
        return f"localhost:{self.port}"

    @property
    def texts(self) -> list[str]:
        """The bodies heard, decoded."""
        return [one["body"].decode() for one in self.requests]


@contextmanager
def provider(**answers: Any) -> Iterator[Heard]:
    """A provider that keeps what it is told."""
    heard = Heard(**answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.requests.append({"path": self.path, "headers": dict(self.headers), "body": body})
            if heard.hold is not None:
                heard.hold.wait(5)
            self.send_response(heard.status)
            for name, value in heard.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(heard.body)))
            self.end_headers()
            self.wfile.write(heard.body)

        def log_message(self, *_args: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        address_family = socket.AF_INET

        def handle_error(self, *_args: object) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    heard.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield heard
    finally:
        if heard.hold is not None:
            heard.hold.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


@contextmanager
def raw_server(answer: bytes, *, then_hold: bool = False) -> Iterator[int]:
    """A server that reads a request and says exactly these bytes; with ``then_hold`` it keeps the line open."""
    release = threading.Event()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65536)
            self.request.sendall(answer)
            if then_hold:
                release.wait(10)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        release.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


@dataclass
class Post:
    """What a fake mail server took, and how it answers a recipient."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    recipient_answer: str = "250 ok"
    cut_after_data: bool = False


class _MailHandler(socketserver.StreamRequestHandler):
    """One conversation; what it answers stands in ``server.post``."""

    post: Post

    def handle(self) -> None:
        self._say("220 fake")
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                if not self._take():
                    return
            else:
                self._say({"RCPT": self.post.recipient_answer, "QUIT": "221 bye"}.get(word, "250 ok"))

    def _take(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode()) not in {".\r\n", ""}:
            lines.append(line)
        self.post.mails.append("".join(lines))
        if not self.post.cut_after_data:
            self._say("250 taken")
        return not self.post.cut_after_data

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _MailServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server(**answers: Any) -> Iterator[Post]:
    """A mail server of a few commands."""
    post = Post(**answers)
    server = _MailServer(("127.0.0.1", 0), type("Handler", (_MailHandler,), {"post": post}))
    post.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield post
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def body_of(request: dict[str, Any]) -> Any:
    """The JSON of a request."""
    return json.loads(request["body"])

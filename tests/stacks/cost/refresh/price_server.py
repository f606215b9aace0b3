"""A price API on this machine: real HTTP, with the answers that a test gives it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from typing_extensions import override


@dataclass(frozen=True, kw_only=True)
class Answer:
    body: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(kw_only=True)
class PriceServer:
    """Answers in turn, the last one for ever; `asked` holds the paths and bodies of requests."""

    url: str
    answers: list[Answer]
    asked: list[tuple[str, str]] = field(default_factory=list)

    def next_answer(self) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@contextmanager
def serving(*answers: Answer | str) -> Iterator[PriceServer]:
    whole = [Answer(body=one) if isinstance(one, str) else one for one in answers]
    served = PriceServer(url="", answers=whole)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, body: str) -> None:
            served.asked.append((self.path, body))
            answer = served.next_answer()
            content = answer.body.encode()
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    served.url = f"http://127.0.0.1:{server.server_port}/api/retail/prices"
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

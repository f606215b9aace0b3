"""Against an API server of a few lines that answers by a script."""

from __future__ import annotations

import http.server
import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from bootstrap.kubernetes_provider import connection, kinds, kubeconfig
from bootstrap.kubernetes_provider.cluster import Cluster, UndefinedKindError, Write
from bootstrap.kubernetes_provider.connection import connect
from bootstrap.kubernetes_provider.errors import ApiError, FieldConflictError, UnreachableError
from bootstrap.kubernetes_provider.names import Reference, UnnamedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bootstrap.kubernetes_provider.document import JsonObject

MAP = Reference(kinds.CONFIG_MAP, "n", "a")


@dataclass
class Api:
    """Answers in order, the last one for ever; keeps what it was asked."""

    url: str = ""
    answers: list[tuple[int, JsonObject, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    def answer(self, status: int, body: JsonObject | None = None, warning: str = "") -> None:
        self.answers.append((status, body or {}, warning))

    @property
    def cluster(self) -> Cluster:
        content = (
            "current-context: c\n"
            "contexts: [{name: c, context: {cluster: c, user: u}}]\n"
            f"clusters: [{{name: c, cluster: {{server: '{self.url}'}}}}]\n"
            "users: [{name: u, user: {token: the-token}}]\n"
        )
        return Cluster(connect(kubeconfig.load(kubeconfig.Location(content))))


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setattr(connection, "_PAUSES", (0.0, 0.0))
    for variable in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(variable, raising=False)
    script = Api()

    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            script.asked.append(f"{self.command} {self.path}")
            script.headers.append(dict(self.headers))
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, body, warning = (
                script.answers.pop(0) if len(script.answers) > 1 else script.answers[0]
            )
            payload = json.dumps(body).encode()
            self.send_response(status)
            if warning:
                self.send_header("Warning", warning)
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        do_GET = do_PATCH = do_DELETE = _answer  # noqa: N815 # the names of the base class

        @override
        def log_message(self, *_: object) -> None:
            """The test reads what was asked."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        script.url = f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield script
        server.shutdown()


def test_a_busy_server_is_asked_again(api: Api) -> None:
    api.answer(503)
    api.answer(429)
    api.answer(200, {"metadata": {"name": "a"}})
    found = api.cluster.get(MAP)
    assert found is not None
    assert found.name == "a"
    assert api.asked == ["GET /api/v1/namespaces/n/configmaps/a"] * 3


def test_a_server_that_stays_busy_is_told_as_it_is(api: Api) -> None:
    api.answer(503, {"message": "apiserver is shutting down"})
    with pytest.raises(ApiError, match="apiserver is shutting down"):
        api.cluster.get(MAP)


def test_requests_carry_the_token_of_the_user(api: Api) -> None:
    api.answer(404)
    assert api.cluster.get(MAP) is None
    assert api.headers[0]["authorization"] == "Bearer the-token"


def test_applying_names_the_manager_and_forces_only_when_told(api: Api) -> None:
    api.answer(200, {}, '299 - "unknown field \\"spec.x\\"", 299 - "second"')
    applied = api.cluster.apply(MAP, {}, Write("me"))
    api.cluster.apply(MAP, {}, Write("me", force=True, dry_run=True))
    path = "PATCH /api/v1/namespaces/n/configmaps/a?fieldManager=me&fieldValidation=Warn"
    assert api.asked == [path, f"{path}&force=true&dryRun=All"]
    assert api.headers[0]["Content-Type"] == "application/apply-patch+yaml"
    assert applied.warnings == ('unknown field "spec.x"', "second")


def test_a_conflict_names_the_owner_and_both_ways_out(api: Api) -> None:
    api.answer(409, {"message": 'conflict with "hpa" using v1: .spec.replicas'})
    with pytest.raises(FieldConflictError) as conflict:
        api.cluster.apply(MAP, {}, Write("me"))
    assert "hpa" in str(conflict.value)
    assert "ignore_changes" in str(conflict.value)
    assert "patchForce" in str(conflict.value)


def test_no_answer_is_told_with_address_and_reason() -> None:
    dead = Api("http://127.0.0.1:9")
    with pytest.raises(UnreachableError, match=r"no answer from http://127\.0\.0\.1:9 \(.*refused"):
        dead.cluster.get(MAP)


def test_an_object_without_a_name_is_never_asked_for(api: Api) -> None:
    api.answer(200)
    with pytest.raises(UnnamedError):
        api.cluster.delete(Reference(kinds.CONFIG_MAP, "n", ""), "Background")
    with pytest.raises(UnnamedError):
        api.cluster.delete(Reference(kinds.CONFIG_MAP, "", "a"), "Background")
    assert api.asked == [], "the path of all objects would have been asked to go"


def test_a_custom_kind_is_looked_up_once_it_is_there(api: Api) -> None:
    kind = kinds.resolve("kubernetes:keda.sh/v1:ScaledObject")
    cluster = api.cluster
    api.answer(404)
    with pytest.raises(UndefinedKindError, match=r"serves no keda\.sh/v1 ScaledObject"):
        cluster.complete(kind)
    served: JsonObject = {"kind": "ScaledObject", "name": "scaledobjects", "namespaced": True}
    status: JsonObject = {**served, "name": "scaledobjects/status"}
    api.answers[:] = [(200, {"resources": [status, served]}, "")]
    found = cluster.complete(kind)
    assert (found.plural, found.namespaced) == ("scaledobjects", True)
    asked = len(api.asked)
    cluster.complete(kind)
    assert len(api.asked) == asked

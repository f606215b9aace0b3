"""A model service adds blobs by its pod's identity, and asks its account for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from slipway.serving.server.requestlog.entra_token import SCOPE, EntraToken
from slipway.serving.server.requestlog.sink import open_sink
from slipway.serving.server.requestlog.sink_blob import ENDPOINT, BlobPlace, BlobSink
from slipway.serving.server.requestlog.sink_error import SinkError
from tests.serving.server.requestlog.entra_server import Account, entra_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

URL = "abfss://logs@account.dfs.core.windows.net/car-loan"


class Pod:
    """The variables that AKS' webhook sets, a clock, and the server behind them."""

    def __init__(self, folder: Path, server: str, account: Account) -> None:
        self.account = account
        self.file = folder / "token"
        self.file.write_text("of the cluster\n")
        self.seconds = 0.0
        self.environment = {
            "AZURE_AUTHORITY_HOST": f"{server}/",
            "AZURE_CLIENT_ID": "client",
            "AZURE_TENANT_ID": "tenant",
            "AZURE_FEDERATED_TOKEN_FILE": str(self.file),
            ENDPOINT: f"{server}/account",
        }

    def sink(self) -> BlobSink:
        place = BlobPlace.parse(URL, self.environment)
        assert place is not None
        return BlobSink(place, EntraToken(self.environment, lambda: self.seconds))


@pytest.fixture
def pod(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pod]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    account = Account()
    with entra_server(account) as server:
        yield Pod(tmp_path, server, account)


def test_a_file_is_one_request_with_the_pods_token(pod: Pod) -> None:
    pod.sink().put("date=2026-05-03/a.parquet", b"rows")
    path = "/account/logs/car-loan/date%3D2026-05-03/a.parquet"
    assert pod.account.asked == [("POST", "/tenant/oauth2/v2.0/token"), ("PUT", path)]
    assert pod.account.blobs == {path: b"rows"}
    headers = pod.account.headers[0]
    assert headers["authorization"] == "Bearer good"
    assert headers["x-ms-blob-type"] == "BlockBlob"


def test_the_clusters_token_is_exchanged_for_one_of_storage(pod: Pod) -> None:
    pod.sink().put("a", b"")
    form = pod.account.forms[0]
    assert form["client_assertion"] == "of the cluster"
    assert (form["client_id"], form["scope"]) == ("client", SCOPE)


def test_a_token_serves_until_shortly_before_its_end(pod: Pod) -> None:
    sink = pod.sink()
    for pod.seconds in (0.0, 3299.0, 3301.0):
        sink.put("a", b"")
        pod.file.write_text("the kubelet's next")
    assert [form["client_assertion"] for form in pod.account.forms] == [
        "of the cluster",
        "the kubelet's next",
    ]


def test_a_refused_token_is_replaced_at_the_next_attempt(pod: Pod) -> None:
    sink, pod.account.status = pod.sink(), 401
    with pytest.raises(SinkError, match="status 401"):
        sink.put("a", b"")
    pod.account.status = 201
    sink.put("a", b"")
    assert len(pod.account.forms) == 2


def test_a_refusal_is_told_by_azures_word_for_it_and_without_the_token(pod: Pod) -> None:
    pod.account.status = 403
    with pytest.raises(SinkError, match="status 403, AuthorizationPermissionMismatch") as error:
        pod.sink().put("a", b"")
    assert "good" not in str(error.value)


def test_entras_refusal_is_told_in_its_own_words(pod: Pod) -> None:
    pod.file.write_text("stale")
    with pytest.raises(SinkError, match=r"status 401, AADSTS700024: .* its time\.$"):
        pod.sink().put("a", b"")
    assert pod.account.blobs == {}


def test_a_pod_without_an_identity_names_the_variables(pod: Pod) -> None:
    del pod.environment["AZURE_CLIENT_ID"], pod.environment["AZURE_FEDERATED_TOKEN_FILE"]
    with pytest.raises(SinkError, match="no AZURE_CLIENT_ID, AZURE_FEDERATED_TOKEN_FILE;"):
        pod.sink().put("a", b"")


def test_an_account_that_is_away_is_a_fault_of_the_sink(pod: Pod) -> None:
    pod.environment[ENDPOINT] = "http://127.0.0.1:9/account"
    with pytest.raises(SinkError, match=r"127\.0\.0\.1:9"):
        pod.sink().put("a", b"")


def test_an_abfss_address_is_a_container_of_its_account() -> None:
    place = BlobPlace.parse(URL, {})
    assert place is not None
    assert place.address("k") == "https://account.blob.core.windows.net/logs/car-loan/k"
    assert isinstance(open_sink(URL), BlobSink)

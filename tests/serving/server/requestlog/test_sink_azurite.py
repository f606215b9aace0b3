"""The sink against Azure's own emulator, which checks form and audience of a token."""

from __future__ import annotations

import base64
import json
import ssl
import subprocess
import time
import urllib.request
from typing import TYPE_CHECKING

import pytest

from slipway.serving.server.requestlog.entra_token import EntraToken
from slipway.serving.server.requestlog.sink_blob import ENDPOINT, BlobPlace, BlobSink
from slipway.serving.server.requestlog.sink_error import SinkError
from tests.serving.server.requestlog.entra_server import Account, entra_server
from tests.support.azurite import ACCOUNT, Certificate, running_azurite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AUDIENCE = "https://storage.azure.com"


def token(audience: str) -> str:
    """What Entra would sign; the emulator reads all but the signature."""
    now = int(time.time())
    claims = {"aud": audience, "iss": "https://sts.windows.net/tenant/", "iat": now - 60}
    parts = ({"alg": "RS256", "typ": "JWT"}, {**claims, "nbf": now - 60, "exp": now + 3600})
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*texts, b"c2lnbmVk"]).decode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    folder = tmp_path_factory.mktemp("tls")
    made = Certificate(certificate=folder / "certificate.pem", key=folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
    command += ["-keyout", str(made.key), "-out", str(made.certificate)]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def emulator(certificate: Certificate, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_azurite(tmp_path_factory.mktemp("azurite"), certificate) as address:
        yield f"https://{address}/{ACCOUNT}"


class Pod:
    """A pod of a cluster whose Entra gives tokens of one audience."""

    def __init__(self, emulator: str, certificate: Certificate, folder: Path, entra: str) -> None:
        self._endpoint, self._certificate = emulator, certificate
        file = folder / "token"
        file.write_text("of the cluster")
        self._environment = {
            "AZURE_AUTHORITY_HOST": entra,
            "AZURE_CLIENT_ID": "client",
            "AZURE_TENANT_ID": "tenant",
            "AZURE_FEDERATED_TOKEN_FILE": str(file),
            ENDPOINT: emulator,
        }

    def sink(self, container: str) -> BlobSink:
        url = f"abfss://{container}@{ACCOUNT[:15]}.dfs.core.windows.net/loan"
        place = BlobPlace.parse(url, self._environment)
        assert place is not None
        return BlobSink(place, EntraToken(self._environment))

    def ask(self, method: str, path: str) -> bytes:
        request = urllib.request.Request(f"{self._endpoint}/{path}", method=method)  # noqa: S310
        request.add_header("Authorization", f"Bearer {token(AUDIENCE)}")
        request.add_header("x-ms-version", "2023-11-03")
        trust = ssl.create_default_context(cafile=str(self._certificate.certificate))
        with urllib.request.urlopen(request, context=trust) as answer:  # noqa: S310
            found: bytes = answer.read()
        return found


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> Account:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    return Account(token=token(AUDIENCE))


@pytest.fixture
def pod(emulator: str, certificate: Certificate, account: Account, tmp_path: Path) -> Iterator[Pod]:
    with entra_server(account) as entra:
        yield Pod(emulator, certificate, tmp_path, entra)


def test_the_emulator_takes_a_file_and_gives_it_back(pod: Pod) -> None:
    pod.ask("PUT", "logs?restype=container")
    key = "date=2026-05-03/20260503T101010-a 1.parquet"
    for body in (b"first", b"second"):  # a retry after a lost answer writes over
        pod.sink("logs").put(key, body)
    assert pod.ask("GET", "logs/loan/date%3D2026-05-03/20260503T101010-a%201.parquet") == b"second"


def test_a_container_that_is_gone_is_named(pod: Pod) -> None:
    with pytest.raises(SinkError, match="absent/loan/a: status 404, ContainerNotFound"):
        pod.sink("absent").put("a", b"rows")


def test_a_token_for_something_else_is_refused(pod: Pod, account: Account) -> None:
    account.token = token("https://vault.azure.net")
    with pytest.raises(SinkError, match=r"status 40[13], "):
        pod.sink("logs").put("a", b"rows")

"""The way to one API server; the one edge where the kubernetes client library is called.

Only the library's kubeconfig handling (certificates, tokens, exec plugins) and its HTTP client are
used: objects travel as plain trees, so that no field is lost to an older model class.
"""

from __future__ import annotations

import http
import json
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import urllib3
from kubernetes import config
from kubernetes.client import ApiClient, Configuration
from kubernetes.client.exceptions import ApiException
from kubernetes.config.config_exception import ConfigException

from bootstrap.kubernetes_provider import tls
from bootstrap.kubernetes_provider.errors import KubeconfigError, NoClusterError, UnreachableError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    from bootstrap.kubernetes_provider.document import Json
    from bootstrap.kubernetes_provider.kubeconfig import Kubeconfig

_AGENT = "slipway-kubernetes-provider"
_CONNECT_SECONDS = 10
_READ_SECONDS = 60
_POOL = 32
_BUSY = frozenset({429, 502, 503, 504})
_PAUSES = (0.5, 1.0, 2.0, 4.0)
_ANYWHERE = "one in the provider's settings, in KUBECONFIG or in ~/.kube/config"
_SUCCESS = range(200, 300)


@dataclass(frozen=True)
class Response:
    """An answer of the API server."""

    status: int
    text: str
    warnings: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the request was granted."""
        return self.status in _SUCCESS

    @property
    def body(self) -> Json:
        """The decoded answer."""
        try:
            decoded: Json = json.loads(self.text)
        except ValueError:
            return None
        return decoded


class Connection:
    """Requests to one API server, repeated while it is busy; refusals are answers, not faults."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @property
    def server(self) -> str:
        """The address of the API server."""
        return str(self._client.configuration.host)

    def request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Json = None,
        content_type: str = "application/json",
    ) -> Response:
        """One request and its answer; raises only if no API server answers."""
        for pause in _PAUSES:
            response = self._send(method, path, query or {}, body, content_type)
            if not _is_busy(response):
                return response
            time.sleep(pause)
        return self._send(method, path, query or {}, body, content_type)

    def _send(
        self, method: str, path: str, query: Mapping[str, str], body: Json, content_type: str
    ) -> Response:
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = content_type
        parameters = self._client.param_serialize(
            method=method,
            resource_path=path,
            query_params=list(query.items()),
            header_params=headers,
            body=body,
            auth_settings=["BearerToken"],
        )
        try:
            raw = self._client.call_api(
                *parameters, _request_timeout=(_CONNECT_SECONDS, _READ_SECONDS)
            )
            text = bytes(raw.read() or b"").decode(errors="replace")
        except (urllib3.exceptions.HTTPError, ApiException, OSError) as fault:
            raise UnreachableError(self.server, _cause(fault)) from fault
        return Response(int(raw.status), text, _warnings(raw.headers.get("Warning")))


class NoConnection:
    """Stands for a cluster that no usable kubeconfig leads to; every request says so.

    The provider is set up all the same: a stack whose cluster is gone, kubeconfig and all, must
    still be destroyable.
    """

    server = "no server"

    def __init__(self, fault: KubeconfigError) -> None:
        self._fault = fault

    def request(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Json = None,
        content_type: str = "",
    ) -> Response:
        """Raises: there is nobody to ask."""
        del method, path, query, body, content_type
        raise NoClusterError(self._fault) from self._fault


def connect(kubeconfig: Kubeconfig | None) -> Connection:
    """A connection by the kubeconfig, or by the pod's own account where there is none."""
    configuration = Configuration()
    context: ssl.SSLContext | None = None
    try:
        if kubeconfig is None:
            config.load_incluster_config(client_configuration=configuration)
        else:
            context = tls.context_of(kubeconfig)
            config.load_kube_config_from_dict(
                tls.without_keys(kubeconfig),
                context=kubeconfig.context,
                client_configuration=configuration,
                persist_config=False,
            )
    except ConfigException as fault:
        got, rule = ("none", _ANYWHERE) if kubeconfig is None else (str(fault), "a full context")
        raise KubeconfigError("kubeconfig", got, rule) from fault
    configuration.connection_pool_maxsize = _POOL
    configuration.retries = urllib3.Retry(total=2, backoff_factor=0.3, status=0)
    client = ApiClient(configuration)
    client.user_agent = _AGENT
    if context is not None:
        pool = client.rest_client.pool_manager.connection_pool_kw
        for key in ("ca_certs", "ca_cert_data", "cert_reqs"):
            pool.pop(key, None)
        pool["ssl_context"] = context
    return Connection(client)


def _is_busy(response: Response) -> bool:
    # A change of etcd's leader shows as a plain 500.
    return response.status in _BUSY or (
        response.status == http.HTTPStatus.INTERNAL_SERVER_ERROR and "etcdserver:" in response.text
    )


def _warnings(header: str | None) -> tuple[str, ...]:
    """The texts of a Warning header: ``299 - "text", 299 - "text"``."""
    quoted = re.findall(r'"((?:[^"\\]|\\.)*)"', header or "")
    return tuple(text.replace('\\"', '"').replace("\\\\", "\\") for text in quoted)


def _cause(fault: BaseException) -> str:
    """The innermost reason in a line; the outer ones repeat addresses and object ids."""
    inner = getattr(fault, "reason", None)
    while isinstance(inner, BaseException):
        fault, inner = inner, getattr(inner, "reason", None)
    text = str(inner or fault).splitlines()[-1] if str(inner or fault) else type(fault).__name__
    return re.sub(r"^.*?object at 0x[0-9a-f]+>:? ?", "", text)[:200]

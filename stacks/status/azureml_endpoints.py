"""Asks Azure ML how many instances of each model's online endpoint serve.

Source: Azure REST API, Machine Learning, "Online Endpoints - Get", "Online Deployments - List".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx

from slipway.serving.release.azure_login import entra_token
from slipway.serving.release.document import Document

SCOPE = "https://management.azure.com/.default"
VERSION = "2024-10-01"
TIMEOUT_SECONDS = 10.0
_URL = re.compile(r"https://(?P<endpoint>[a-z0-9-]+)\.[a-z0-9-]+\.inference\.ml\.[a-z.]+/.*")
_WORKSPACE = re.compile(r"azureml://.*?(?P<id>/subscriptions/.+)")


def is_azureml(url: str | None) -> bool:
    """Whether a model's address is that of an online endpoint."""
    return _URL.fullmatch(url or "") is not None


@dataclass(frozen=True, kw_only=True)
class AzureMlEndpoints:
    """The endpoints of one workspace."""

    tracking: str
    """The workspace's MLflow address, which holds its id."""
    token: Callable[[str], str] = entra_token
    transport: httpx.BaseTransport | None = None

    def ready_instances(self, url: str) -> int:
        """Instances of the deployments that get traffic; none while a deployment is in the making.

        Raises:
            httpx.HTTPError: Azure doesn't answer, or refuses.
            AzureLoginError: Nobody is logged in.
        """
        found, workspace = _URL.fullmatch(url), _WORKSPACE.fullmatch(self.tracking)
        if found is None or workspace is None:
            return 0
        path = f"{workspace['id']}/onlineEndpoints/{found['endpoint']}"
        headers = {"Authorization": f"Bearer {self.token(SCOPE)}"}
        with httpx.Client(
            base_url="https://management.azure.com",
            headers=headers,
            transport=self.transport,
            timeout=TIMEOUT_SECONDS,
        ) as client:
            traffic = _get(client, path).part("properties").optional_part("traffic").values
            deployments = _get(client, f"{path}/deployments").parts("value")
        return sum(_capacity(each, traffic) for each in deployments)


def _get(client: httpx.Client, path: str) -> Document:
    answer = client.get(path, params={"api-version": VERSION})
    answer.raise_for_status()
    return Document.parse(path, answer.content)


def _capacity(deployment: Document, traffic: Mapping[str, object]) -> int:
    share = traffic.get(deployment.text("name"), 0)
    made = deployment.part("properties").values.get("provisioningState") == "Succeeded"
    capacity = deployment.optional_part("sku").values.get("capacity")
    return capacity if share and made and isinstance(capacity, int) else 0

"""A token of Entra for the identity of the cluster that a job of Azure ML runs on.

Source: the `azure-identity` package, `AzureMLCredential`: the host names an address and a secret in
the environment, and asks for a resource and the identity's client id.
"""

import json
from collections.abc import Callable, Mapping
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ADDRESS, SECRET = "MSI_ENDPOINT", "MSI_SECRET"
CLIENT = "AZURE_CLIENT_ID"
API_VERSION = "2017-09-01"
TIMEOUT_SECONDS = 20

Send = Callable[[Request], bytes]
"""Sends a request and returns the answer's body; an OSError where it can't."""


def azureml_token(resource: str, environment: Mapping[str, str], send: Send) -> str:
    """A token for a resource, e.g. ``https://monitor.azure.com``.

    Raises:
        OSError: The job isn't on a cluster with an identity, or the host gives it none.
    """
    missing = [name for name in (ADDRESS, SECRET, CLIENT) if not environment.get(name)]
    if missing:
        raise OSError(
            f"Azure identity: got no {', '.join(missing)}; expected what Azure ML sets on a"
            " cluster with a user-assigned identity. Run the job there, or leave"
            " APPLICATIONINSIGHTS_CONNECTION_STRING out."
        )
    query = urlencode(
        {"api-version": API_VERSION, "resource": resource, "clientid": environment[CLIENT]}
    )
    request = Request(  # noqa: S310 -- an address of the host's own
        f"{environment[ADDRESS]}?{query}", headers={"secret": environment[SECRET]}
    )
    found = json.loads(send(request)).get("access_token")
    if not isinstance(found, str):
        raise OSError("Azure identity: the host's answer has no access_token")
    return found


def over_http(request: Request) -> bytes:
    """Sends it for real; what can't be reached is an OSError."""
    with urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 -- see the callers
        content: bytes = answer.read()
        return content

"""A workspace of Azure ML, an identity and a capture for the nouns that are made in one."""

from pulumi import Output

from slipway.components.azure.endpoint_capture import Capture
from slipway.components.azure.ml_workspace import WorkspaceAt
from tests.support.azure_nouns import GROUP, PLACE

WORKSPACE = f"{GROUP}/providers/Microsoft.MachineLearningServices/workspaces/ml"
IDENTITY = f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/endpoints"
PATHS = "azureml://datastores/request_log/paths"


def workspace() -> WorkspaceAt:
    """Made anew in each program: an output belongs to the loop that it was made in."""
    return WorkspaceAt(
        id=Output.from_input(WORKSPACE),
        name=Output.from_input("ml"),
        resource_group=Output.from_input("slipway-dev"),
        region=PLACE.region,
    )


def capture(percent: int = 100) -> Capture:
    """Of everything, written by a known identity."""
    return Capture(datastore=Output.from_input(PATHS), client_id="endpoint-client", percent=percent)

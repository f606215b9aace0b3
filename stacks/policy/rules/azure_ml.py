"""Azure Machine Learning: workspace, machines, endpoints."""

from slipway.stacks.policy.judges import is_, is_or_absent
from slipway.stacks.policy.policy import Policy

_WORKSPACE = frozenset({"azure-native:machinelearningservices:Workspace"})
_COMPUTE = frozenset({"azure-native:machinelearningservices:Compute"})
_ENDPOINT = frozenset({"azure-native:machinelearningservices:OnlineEndpoint"})
_OPEN = "Set machineLearning.privateEndpoints, or state in policyExceptions why it stays open."

POLICIES = (
    Policy(
        id="azure-ml-workspace-private",
        severity="high",
        title="A workspace is reached by private addresses alone",
        reason="Experiments, models and jobs are behind one login then.",
        remedy=_OPEN,
        types=_WORKSPACE,
        property="publicNetworkAccess",
        must=is_("Disabled"),
    ),
    Policy(
        id="azure-ml-workspace-isolated",
        severity="high",
        title="A workspace's machines send only where it is allowed",
        reason="A poisoned package could otherwise carry data out.",
        remedy="Leave managedNetwork.isolationMode at AllowOnlyApprovedOutbound.",
        types=_WORKSPACE,
        property="managedNetwork.isolationMode",
        must=is_("AllowOnlyApprovedOutbound"),
    ),
    Policy(
        id="azure-ml-compute-private",
        severity="high",
        title="Job machines have no public address",
        reason="They read the request log.",
        remedy="Leave enableNodePublicIp at false.",
        types=_COMPUTE,
        property="properties.properties.enableNodePublicIp",
        must=is_(False),
    ),
    Policy(
        id="azure-ml-compute-no-ssh",
        severity="medium",
        title="Nobody logs in to job machines",
        reason="What is done by hand there is in no log.",
        remedy="Leave remoteLoginPortPublicAccess at Disabled and disableLocalAuth at true.",
        types=_COMPUTE,
        property="properties.properties.remoteLoginPortPublicAccess",
        must=is_("Disabled"),
    ),
    Policy(
        id="azure-ml-endpoint-private",
        severity="medium",
        title="A model's endpoint is reached by private addresses alone",
        reason="Models answer whoever has a token from anywhere.",
        remedy=_OPEN,
        types=_ENDPOINT,
        property="properties.publicNetworkAccess",
        must=is_("Disabled"),
    ),
    Policy(
        id="azure-ml-endpoint-entra",
        severity="high",
        title="A model's endpoint asks for an Entra token",
        reason="A key is one secret for every caller, and names none of them.",
        remedy="Leave authMode at AADToken.",
        types=_ENDPOINT,
        property="properties.authMode",
        must=is_or_absent("AADToken"),
    ),
)

"""Azure Container Registry."""

from slipway.stacks.policy.judges import is_, off
from slipway.stacks.policy.policy import Policy

_REGISTRY = frozenset({"azure-native:containerregistry:Registry"})

POLICIES = (
    Policy(
        id="azure-registry-no-administrator",
        severity="high",
        title="A registry has no administrator account",
        reason="One password for everybody pushes any image under any name.",
        remedy="Leave adminUserEnabled at false; identities get in by role.",
        types=_REGISTRY,
        property="adminUserEnabled",
        must=is_(False),
        checks=("CKV_AZURE_137",),
    ),
    Policy(
        id="azure-registry-no-anonymous-pull",
        severity="high",
        title="Nobody pulls without a login",
        reason="A model image holds the model.",
        remedy="Leave anonymousPullEnabled at false.",
        types=_REGISTRY,
        property="anonymousPullEnabled",
        must=off(),
        checks=("CKV_AZURE_138",),
    ),
    Policy(
        id="azure-registry-private",
        severity="medium",
        title="A registry is reached by private addresses alone",
        reason="Logins are the only thing between the internet and the images.",
        remedy="Set publicNetworkAccess to Disabled, which needs the Premium tier and a private"
        " endpoint; or state in policyExceptions why it stays open.",
        types=_REGISTRY,
        property="publicNetworkAccess",
        must=is_("Disabled"),
        checks=("CKV_AZURE_139",),
    ),
)

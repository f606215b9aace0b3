"""KMS keys and Secrets Manager."""

from slipway.stacks.policy.judges import at_least, holds, is_, present, statements, texts
from slipway.stacks.policy.path import Value
from slipway.stacks.policy.policy import Policy

_KEY = frozenset({"aws:kms/key:Key"})
_SECRET = frozenset({"aws:secretsmanager/secret:Secret"})


def _no_wildcard_principal(value: Value) -> bool:
    """``*`` with a condition is a service's own way of naming who calls through it."""
    for one in statements(value):
        principal = one.get("Principal")
        named = principal.values() if isinstance(principal, dict) else [principal]
        anybody = any("*" in texts(names) for names in named)
        if one.get("Effect") == "Allow" and anybody and not one.get("Condition"):
            return False
    return True


POLICIES = (
    Policy(
        id="kms-rotation",
        severity="medium",
        title="Keys are replaced every year",
        reason="What one key leaks stays bounded.",
        remedy="Leave enableKeyRotation at true.",
        types=_KEY,
        property="enableKeyRotation",
        must=is_(True),
        checks=("CKV_AWS_7",),
    ),
    Policy(
        id="kms-no-anybody",
        severity="high",
        title="No key is open to anybody without a condition",
        reason="A principal * without a condition is the whole world.",
        remedy="Name the principal, or bind the statement to your account.",
        types=_KEY,
        property="policy",
        must=holds(_no_wildcard_principal),
        checks=("CKV_AWS_33",),
    ),
    Policy(
        id="kms-deletion-window",
        severity="high",
        title="A deleted key can be brought back for at least a week",
        reason="Everything that it encrypted is lost with it.",
        remedy="Leave deletionWindowInDays at 7 or more.",
        types=_KEY,
        property="deletionWindowInDays",
        must=at_least(7),
    ),
    Policy(
        id="aws-secret-own-key",
        severity="medium",
        title="Secrets are encrypted with a key of yours",
        reason="Who may read is decided twice then.",
        remedy="Leave kmsKeyId set.",
        types=_SECRET,
        property="kmsKeyId",
        must=present(),
        checks=("CKV_AWS_149",),
    ),
    Policy(
        id="aws-secret-recovery",
        severity="high",
        title="A deleted secret can be brought back for at least a week",
        reason="A wrong tear-down takes every service's secrets with it.",
        remedy="Leave recoveryWindowInDays at 7 or more.",
        types=_SECRET,
        property="recoveryWindowInDays",
        must=at_least(7),
    ),
)

"""SageMaker: models, endpoints, capture."""

from slipway.stacks.policy.judges import is_, present
from slipway.stacks.policy.policy import Policy

_MODEL = frozenset({"aws:sagemaker/model:Model"})
_ENDPOINT = frozenset({"aws:sagemaker/endpointConfiguration:EndpointConfiguration"})

POLICIES = (
    Policy(
        id="sagemaker-model-isolated",
        severity="high",
        title="A model's container reaches no network",
        reason="A poisoned package could otherwise carry requests out.",
        remedy="Leave enableNetworkIsolation at true.",
        types=_MODEL,
        property="enableNetworkIsolation",
        must=is_(True),
        checks=("CKV_AWS_370",),
    ),
    Policy(
        id="sagemaker-model-in-network",
        severity="medium",
        title="A model runs in your network",
        reason="Its traffic crosses networks that nobody here watches.",
        remedy="Leave vpcConfig set.",
        types=_MODEL,
        property="vpcConfig.subnets",
        must=present(),
    ),
    Policy(
        id="sagemaker-endpoint-encrypted",
        severity="high",
        title="An endpoint's disks are encrypted with a key of yours",
        reason="They hold the model and what is captured.",
        remedy="Leave kmsKeyArn set.",
        types=_ENDPOINT,
        property="kmsKeyArn",
        must=present(),
        checks=("CKV_AWS_98",),
    ),
    Policy(
        id="sagemaker-capture-encrypted",
        severity="high",
        title="Captured requests are encrypted with a key of yours",
        reason="They are your customers' data.",
        remedy="Leave dataCaptureConfig.kmsKeyId set.",
        types=_ENDPOINT,
        property="dataCaptureConfig.kmsKeyId",
        must=present(),
    ),
    Policy(
        id="aws-logs-bounded",
        severity="low",
        title="Logs are thrown away after a stated time",
        reason="A log without an end is kept and billed for ever.",
        remedy="Set retentionInDays.",
        types=frozenset({"aws:cloudwatch/logGroup:LogGroup"}),
        property="retentionInDays",
        must=present(),
        checks=("CKV_AWS_66",),
    ),
    Policy(
        id="aws-topics-encrypted",
        severity="medium",
        title="Alerts on their way are encrypted with a key of yours",
        reason="They name models, columns and resources.",
        remedy="Leave kmsMasterKeyId set.",
        types=frozenset({"aws:sns/topic:Topic"}),
        property="kmsMasterKeyId",
        must=present(),
        checks=("CKV_AWS_26",),
    ),
)

"""The patterns of the config in words, for people who read an error message."""

from collections.abc import Mapping

from slipway.stacks.config.fields import DNS_LABEL

_URL = "an https address"
_ARN = "an ARN such as arn:aws:iam::111122223333:role/platform"

WORDS: Mapping[str, str] = {
    DNS_LABEL: "a DNS label: a-z, 0-9 and -, starting with a letter, at most 40 characters",
    r"^1\.\d{2}$": "a minor version of Kubernetes such as 1.35",
    r"^[A-Z]{3}$": "a currency of three letters such as USD",
    r"^[A-Za-z][A-Za-z0-9_.-]{0,62}$": "a tag's name: a letter, then letters, digits, _, . and -",
    r"^[A-Za-z0-9_.:/=+@ -]{0,128}$": "at most 128 letters, digits, blanks and _.:/=+@-",
    r"^[^/\s]+/[^/\s]+/[^/\s]+$": "organisation/project/stack",
    r"^[^@\s]+@[^@\s]+\.[a-z]+$": "an e-mail address",
    r"^[a-z0-9.:/_-]+@sha256:[0-9a-f]{64}$": "an image by digest: registry/name@sha256:<hex>",
    r"^[a-z0-9.-]+(:\d+)?(/[a-z0-9._/-]+)?$": "a registry such as registry.example.com/ml",
    r"^https://\S+$": _URL,
    # AWS
    r"^\d{12}$": "an account of twelve digits, in quotes",
    r"^[a-z]{2}(-[a-z]+)+-\d$": "a region such as eu-central-1",
    r"^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:\d{12}:\S+$": _ARN,
    r"^arn:aws[a-z-]*:aps:[a-z0-9-]+:\d{12}:workspace/ws-[0-9a-f-]+$": "the ARN of an AMP space",
    r"^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]+$": "the ARN of an SNS topic",
    r"^arn:aws[a-z-]*:sagemaker:[a-z0-9-]+:\d{12}:mlflow-tracking-server/[A-Za-z0-9-]+$": (
        "the ARN of an MLflow tracking server"
    ),
    r"^vpc-[0-9a-f]{8,17}$": "a VPC's id such as vpc-0abc1234def567890",
    r"^subnet-[0-9a-f]{8,17}$": "a subnet's id such as subnet-0abc1234def567890",
    r"^sg-[0-9a-f]{8,17}$": "a security group's id such as sg-0abc1234def567890",
    r"^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$": "a bucket's name: 3 to 63 of a-z, 0-9, . and -",
    r"^d-[a-z0-9]{1,61}$": "a Studio domain's id such as d-abc123",
    r"^[A-Za-z0-9](-*[A-Za-z0-9]){0,62}$": "at most 63 letters, digits and -",
    r"^db\.[a-z0-9]+\.[a-z0-9]+$": "a database class such as db.t4g.small",
    r"^ml\.[a-z0-9]+\.[a-z0-9]+$": "an instance type of SageMaker such as ml.m5.large",
    r"^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(/[a-z0-9._/-]+)?$": (
        "an ECR address such as 111122223333.dkr.ecr.eu-central-1.amazonaws.com/ml"
    ),
    r"^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": "an Identity Center user's id",
    # Azure
    r"^[a-z]+[a-z0-9]*$": "a region such as westeurope",
    r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$": "a GUID in lower case",
    r"^Standard_[A-Za-z0-9_]+$": "a size such as Standard_D2s_v5",
    r"^(STANDARD|Standard)_[A-Za-z0-9_]+$": "a size such as Standard_DS3_v2",
    r"^[-\w.()]{0,89}[-\w()]$": "a resource group's name of at most 90 characters",
}


def words_of(pattern: str) -> str | None:
    """A pattern in words; None for one that nobody described."""
    kind = pattern.partition("/providers/")[2]
    if kind:
        shape = kind.removesuffix("$").replace(r"\.", ".").replace("[^/]+", "<name>")
        return f"a resource id: /subscriptions/<GUID>/resourceGroups/<name>/providers/{shape}"
    return WORDS.get(pattern)

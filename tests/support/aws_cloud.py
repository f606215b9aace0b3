"""What AWS adds to resources once they exist, for recordings that need it."""

from collections.abc import Callable

from slipway.components.aws.place import AwsPlace
from slipway.stacks.plan.graph import Json
from tests.support.recording import Recording, record

PLACE = AwsPlace(account="111122223333", region="eu-central-1")
KEY = PLACE.arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab")


def on_aws(program: Callable[[], object]) -> Recording:
    """Runs a program as if AWS had answered."""
    return record(program, _computed)


def of_type(recording: Recording, kind: str) -> dict[str, dict[str, Json]]:
    """Inputs by name of all resources of one type, e.g. ``s3/bucket:Bucket``."""
    return {one.name: one.inputs for one in recording.resources if one.type == f"aws:{kind}"}


def only(recording: Recording, kind: str) -> dict[str, Json]:
    """The inputs of the one resource of its type."""
    found = of_type(recording, kind)
    assert len(found) == 1, f"{kind}: {sorted(found)}"
    return next(iter(found.values()))


def _computed(kind: str, name: str, _state: dict[str, Json]) -> dict[str, Json]:
    if not kind.startswith("aws:"):
        return {}
    service = kind.removeprefix("aws:").partition("/")[0]
    answer: dict[str, Json] = {"arn": PLACE.arn(service, name)}
    if kind == "aws:rds/instance:Instance":
        secret: Json = {"secretArn": PLACE.arn("secretsmanager", f"secret:rds!{name}-AbCdEf")}
        answer |= {"address": f"{name}.example.com", "masterUserSecrets": [secret]}
    if kind == "aws:eks/cluster:Cluster":
        answer |= {
            "endpoint": "https://cluster.example.com",
            "certificateAuthority": {"data": "Q0E="},
            "vpcConfig": {"clusterSecurityGroupId": "sg-0cluster"},
        }
    if kind == "aws:grafana/workspace:Workspace":
        answer |= {"endpoint": f"{name}.example.com"}
    return answer

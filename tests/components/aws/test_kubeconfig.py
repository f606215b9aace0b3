"""The kubeconfig."""

import json

from slipway.components.aws.kubeconfig import kubeconfig
from tests.support.recording import record, resolve


def test_it_signs_in_with_the_operators_login_and_holds_no_secret() -> None:
    found: list[list[object]] = []
    record(
        lambda: found.append(
            resolve(
                kubeconfig(
                    name="slipway-dev",
                    endpoint="https://cluster.example.com",
                    certificate_authority="Q0E=",
                    region="eu-central-1",
                )
            )
        )
    )
    config = json.loads(str(found[0][0]))
    [user] = config["users"]
    assert user["user"].keys() == {"exec"}
    command = user["user"]["exec"]
    assert [command["command"], *command["args"]] == [
        *("aws", "--region", "eu-central-1", "eks", "get-token"),
        *("--cluster-name", "slipway-dev", "--output", "json"),
    ]
    [cluster] = config["clusters"]
    assert cluster["cluster"] == {
        "server": "https://cluster.example.com",
        "certificate-authority-data": "Q0E=",
    }
    [context] = config["contexts"]
    assert config["current-context"] == context["name"]
    assert context["context"] == {"cluster": cluster["name"], "user": user["name"]}

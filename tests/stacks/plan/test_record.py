"""The offline plan sees what the engine would register."""

import json
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

PROGRAM = """
import json, pulumi, pulumi_kubernetes as k
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.record import record

class Shop(pulumi.ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("test:index:Shop", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        space = k.core.v1.Namespace("space", opts=child)
        k.core.v1.Secret(
            "key",
            metadata={"namespace": space.metadata.name},
            string_data={"password": pulumi.Output.secret("hunter2")},
            opts=pulumi.ResourceOptions(parent=self, protect=True),
        )
        self.register_outputs({})

def program():
    provider = k.Provider("cluster", kubeconfig=pulumi.Output.secret("hunter2"))
    Shop("shop", pulumi.ResourceOptions(providers=[provider]))
    EXTRA

resources = record(program, project="slipway", stack="dev")
plan = Plan(stack="dev", variant="open-source", target="local", resources=tuple(resources))
print(json.dumps(plan.to_json()))
"""


def run(extra: str = "pass") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", dedent(PROGRAM).replace("EXTRA", extra)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )


def test_parents_providers_and_dependencies_are_recorded() -> None:
    plan = json.loads(run().stdout)
    by_name = {resource["name"]: resource for resource in plan["resources"]}
    prefix = "urn:pulumi:dev::slipway::"
    assert by_name["shop"]["urn"] == f"{prefix}test:index:Shop::shop"
    space, key = by_name["space"], by_name["key"]
    assert space["urn"] == f"{prefix}test:index:Shop$kubernetes:core/v1:Namespace::space"
    assert space["parent"] == by_name["shop"]["urn"]
    assert space["provider"].startswith(by_name["cluster"]["urn"])
    assert key["dependencies"] == [space["urn"]]
    assert key["propertyDependencies"]["metadata"] == [space["urn"]]
    assert (key["protect"], space["protect"]) == (True, False)


def test_what_only_a_deployment_knows_is_listed() -> None:
    plan = json.loads(run().stdout)
    [key] = [r for r in plan["resources"] if r["name"] == "key"]
    assert plan["unknowns"] == [f"{key['urn']}#metadata.namespace"]


def test_no_secret_is_in_the_plan() -> None:
    printed = run().stdout
    assert "<secret>" in printed
    assert "hunter2" not in printed


def test_a_look_up_without_an_answer_fails_by_name() -> None:
    result = run('pulumi.runtime.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).value')
    assert result.returncode != 0
    assert "got a call of aws:index/getCallerIdentity:getCallerIdentity" in result.stderr

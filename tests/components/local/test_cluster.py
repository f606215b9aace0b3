import pulumi

from slipway.components.local.cluster import LocalCluster, LocalClusterArgs
from slipway.stacks.plan.graph import PlannedResource
from tests.components.local.support.specs import IMAGES
from tests.support.recording import Recording, record


def program() -> None:
    cluster = LocalCluster(
        "local",
        LocalClusterArgs(
            tools="/tools",
            state="/state",
            images={**{i.name: i.reference for i in IMAGES}, "tracking": "tracking:1"},
            archives={"pause": "/archives/pause.tar", "tracking": "/archives/tracking.tar"},
        ),
    )
    pulumi.export("kubeconfig", cluster.kubeconfig)


def one(recording: Recording, name: str) -> PlannedResource:
    return next(resource for resource in recording.resources if resource.name == name)


def test_the_cluster_consists_of_its_own_images_and_workloads_get_theirs_later() -> None:
    recording = record(program)
    machine, images = one(recording, "local-machine"), one(recording, "local-images")
    assert set(machine.inputs["images"]) == {i.name for i in IMAGES}  # type: ignore[arg-type] # JSON
    assert images.inputs["images"] == {"tracking": "tracking:1"}
    assert images.inputs["archives"] == {"tracking": "/archives/tracking.tar"}
    assert machine.urn in images.dependencies


def test_its_urns_stay_what_they_are() -> None:
    urns = [
        resource.urn.rpartition("::")[0].split("::")[-1] for resource in record(program).resources
    ]
    kinds = {kind for kind in urns if "LocalCluster" in kind or "LocalImages" in kind}
    assert kinds == {
        "slipway:index:LocalCluster",
        "slipway:index:LocalCluster$pulumi-python:dynamic/slipway:LocalCluster",
        "slipway:index:LocalCluster$pulumi-python:dynamic/slipway:LocalImages",
    }


def test_defaults_are_one_node_on_the_contracts_ports() -> None:
    machine = one(record(program), "local-machine").inputs
    chosen = {
        name: machine[name] for name in ("driver", "nodes", "index", "api_port", "node_ports")
    }
    assert chosen == {
        "driver": "auto",
        "nodes": 1,
        "index": 0,
        "api_port": 6443,
        "node_ports": "30000-30031",
    }

import os
from pathlib import Path

from slipway.components.local.bare.forward import Forward, forwards
from slipway.components.local.bare.init.identity import Identity
from tests.components.local.support.specs import bare_spec


def test_the_ports_of_services_lead_to_every_node_and_the_api_servers_to_it_alone() -> None:
    api, services = forwards(bare_spec(nodes=2, index=3))
    assert api.targets == ("10.89.3.10",)
    assert services.targets == ("10.89.3.11", "10.89.3.12")
    assert services.lacking() == list(range(30000, 30032))


def test_ports_of_a_daemon_that_is_to_be_replaced_are_ours_already(tmp_path: Path) -> None:
    before = Forward("services", ("10.89.3.11", "10.89.3.12"), "30000-30003", tmp_path)
    Identity.of(os.getpid(), before._digest).save(tmp_path / "services.json")
    after = Forward("services", ("10.89.3.11",), "30002-30005", tmp_path)
    assert after.identity() is None, "it forwards something else"
    assert after.lacking() == [30004, 30005]
    assert before.identity() is not None
    assert before.lacking() == []

from slipway.components.local.bare.forward import forwards
from tests.components.local.support.specs import bare_spec


def test_the_ports_of_services_lead_to_every_node_and_the_api_servers_to_it_alone() -> None:
    api, services = forwards(bare_spec(nodes=2, index=3))
    assert api.targets == ("10.89.3.10",)
    assert services.targets == ("10.89.3.11", "10.89.3.12")
    assert list(services.numbers()) == list(range(30000, 30032))

"""What the pod of a store's user gets: variables, keys and ways through the network."""

from pulumi import Input
from pulumi_kubernetes.core.v1 import EnvFromSourceArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicyEgressRuleArgs

from slipway.components.kubernetes import network
from slipway.components.kubernetes.backends import StoreLogin, WorkloadAccount

HTTPS = 443
AGENT_PORT = 80


def store_settings(login: StoreLogin) -> dict[str, Input[str]]:
    """Variables of S3's client libraries; without an endpoint they know the cloud's own."""
    settings: dict[str, Input[str]] = {}
    if login.endpoint is not None:
        # A store in the cluster has no region and takes any, but clients sign for one.
        settings |= {"AWS_ENDPOINT_URL": login.endpoint, "AWS_DEFAULT_REGION": "us-east-1"}
    if login.region is not None:
        settings["AWS_DEFAULT_REGION"] = login.region
    return settings


def store_credentials(login: StoreLogin) -> list[EnvFromSourceArgs]:
    """The Secret with the keys, if there are any: an account has none."""
    return [] if login.credentials is None else [login.credentials]


def store_destinations(login: StoreLogin) -> list[NetworkPolicyEgressRuleArgs]:
    """The store's port at any address, because no label describes it, and what an account asks."""
    store = network.to_anyone(HTTPS if login.port is None else login.port)
    return [store] if login.account is None else [store, *account_destinations(login.account)]


def account_destinations(account: WorkloadAccount) -> list[NetworkPolicyEgressRuleArgs]:
    """Where an account's credentials come from besides HTTPS, which every cloud service takes."""
    if account.agent_address is None:
        return []
    return [network.to_block(account.agent_address, AGENT_PORT)]


def is_outside(login: StoreLogin) -> bool:
    """Whether the store is the cloud's: a namespace's own rules reach the platform's alone."""
    return login.endpoint is None

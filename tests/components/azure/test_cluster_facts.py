"""What AKS' kubeconfig tells of the API server, and nothing of it by accident."""

import base64

import pytest

from slipway.components.azure.cluster_facts import server_of
from tests.support.aks_cloud import AUTHORITY, HOST, kubeconfig_of_aks


def test_address_and_authority_are_read_from_the_first_kubeconfig_that_has_them() -> None:
    empty = base64.b64encode(b"clusters: []").decode()
    other = kubeconfig_of_aks(host="https://other", authority="b3RoZXI=")
    assert server_of([empty, kubeconfig_of_aks(), other]) == (HOST, AUTHORITY)


@pytest.mark.parametrize("kubeconfigs", [[], [base64.b64encode(b"clusters: []").decode()]])
def test_an_answer_without_a_server_is_an_error_that_says_what_to_check(
    kubeconfigs: list[str],
) -> None:
    with pytest.raises(ValueError, match=f"got {len(kubeconfigs)} kubeconfigs without a server"):
        server_of(kubeconfigs)

"""The Host headers that a service behind names of the cluster answers to."""

from collections.abc import Sequence

from pulumi import Input, Output


def answered_hosts(
    service: str, namespace: Input[str], port: int, others: Sequence[Input[str]]
) -> Output[str]:
    """With commas: the Service's names, this machine's under any port, and the others as given.

    MLflow takes all further ones for an attack by DNS rebinding.
    """

    def names(given: Sequence[str]) -> str:
        space, *rest = given
        known = [
            service,
            f"{service}.{space}",
            f"{service}.{space}.svc",
            f"{service}.{space}.svc.cluster.local",
        ]
        own = [f"{host}{end}" for host in known for end in ("", f":{port}")]
        local = [f"{host}{end}" for host in ("localhost", "127.0.0.1") for end in ("", ":*")]
        return ",".join([*own, *local, *rest])

    return Output.all(namespace, *others).apply(names)

"""The labels of everything that the platform makes, from one function."""

PART_OF = "slipway"


def labels(application: str, component: str, instance: str | None = None) -> dict[str, str]:
    """Kubernetes' recommended labels; `component` is the capability, `application` the program."""
    return {
        "app.kubernetes.io/name": application,
        "app.kubernetes.io/instance": application if instance is None else instance,
        "app.kubernetes.io/component": component,
        "app.kubernetes.io/part-of": PART_OF,
        "app.kubernetes.io/managed-by": "pulumi",
    }


def selector(application: str, instance: str | None = None) -> dict[str, str]:
    """The part of the labels that may never change: a Deployment's selector is immutable."""
    return {
        "app.kubernetes.io/name": application,
        "app.kubernetes.io/instance": application if instance is None else instance,
    }

"""A kubeconfig without a secret: each call signs in with the operator's own AWS login."""

from pulumi import Input, Output


def kubeconfig(
    *,
    name: Input[str],
    endpoint: Input[str],
    certificate_authority: Input[str],
    region: Input[str],
) -> Output[str]:
    """JSON, which every reader of kubeconfigs takes; needs the `aws` command where it is used."""
    sign_in = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": [
            "--region",
            region,
            "eks",
            "get-token",
            "--cluster-name",
            name,
            "--output",
            "json",
        ],
        "interactiveMode": "Never",
    }
    server = {"server": endpoint, "certificate-authority-data": certificate_authority}
    return Output.json_dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": name,
            "clusters": [{"name": name, "cluster": server}],
            "users": [{"name": name, "user": {"exec": sign_in}}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        }
    )

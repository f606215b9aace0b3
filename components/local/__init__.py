"""A Kubernetes cluster on this machine, as a Pulumi resource."""

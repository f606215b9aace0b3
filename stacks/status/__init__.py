"""What runs right now: asked of the stack's outputs, the cluster and Prometheus."""

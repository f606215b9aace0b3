"""What a bare Kubernetes lacks: names, metrics and volumes."""

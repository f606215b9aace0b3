"""The driver for machines without Docker: real Kubernetes programs in namespaces of their own."""

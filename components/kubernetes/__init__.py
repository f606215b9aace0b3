"""Nouns of the platform as they are in any Kubernetes cluster, one per file."""

"""Builds the platform's container images with Docker, or with buildah where Docker can't pull."""

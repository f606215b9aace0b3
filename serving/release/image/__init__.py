"""Model images, made through a registry's HTTP API without any container engine.

Docker v2 schema 2 manifests from the start: SageMaker refuses OCI manifests, and a later conversion
would change the digest that everything is pinned by.
"""

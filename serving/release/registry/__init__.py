"""The model registry as a release sees it, and its implementation for MLflow."""

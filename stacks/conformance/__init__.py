"""Planned inputs checked against what the clouds publish: botocore's models, Azure's SDK types."""

"""Slipway: an MLOps platform from one Pulumi stack config."""

__version__ = "0.1.0"

"""Samples that run on a platform."""

"""Limits that an estimate must keep."""

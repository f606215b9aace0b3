"""Distances and tests between two sets of counts; one per file, none knows a threshold."""

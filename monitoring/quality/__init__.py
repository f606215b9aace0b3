"""Realised quality: predictions joined with the labels that arrived, with intervals."""

"""Nouns made of Amazon Web Services: one per file."""

"""Nouns made of Microsoft Azure's services: one per file."""

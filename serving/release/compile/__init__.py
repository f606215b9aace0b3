"""Compiling a model at release: the same answers from a graph, or the flavour as it is."""

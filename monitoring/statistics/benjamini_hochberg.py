"""Significance over many tests: the false discovery rate of Benjamini and Hochberg (1995)."""

from collections.abc import Mapping


def rejected(probabilities: Mapping[str, float], level: float) -> frozenset[str]:
    """The tests that stay significant; without any real effect one in `1 / level` runs has some."""
    ranked = sorted(probabilities, key=lambda name: probabilities[name])
    cut = 0
    for rank, name in enumerate(ranked, start=1):
        if probabilities[name] <= level * rank / len(ranked):
            cut = rank
    return frozenset(ranked[:cut])

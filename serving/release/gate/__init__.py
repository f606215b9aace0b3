"""The gate: a candidate goes live only when it is at least as good as what serves now.

It refuses by default: what can't be measured counts as not passed.
"""

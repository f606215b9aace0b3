"""Which version of a model a stack runs: written down, applied, taken back."""

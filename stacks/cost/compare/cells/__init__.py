"""Which cells can be compared, and as what."""

"""When an object counts as ready, per kind, and the wait until it is."""

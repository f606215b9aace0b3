"""Stand-in for the official Kubernetes plugin of Pulumi, for networks where that can't be had.

It serves the kinds that the components use and refuses everything else by name. Where the official
plugin can be downloaded it is used instead; this one proves that a real API server accepts the same
inputs, in the same order, and says so when it starts.
"""

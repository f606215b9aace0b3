"""From a registered model version to a released image: gate, package, image, reference profile.

Imports no Pulumi: what is released is written down by the caller, in the stack's config.
"""

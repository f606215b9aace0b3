"""The class of the disks that claims get on AKS."""

STORAGE_CLASS = "managed-csi-premium"
"""AKS' own class of premium SSDs: they cost nothing per operation, and survive the loss of a zone
where the nodes span several."""

"""The policies, one file per noun of a cloud or of Kubernetes."""

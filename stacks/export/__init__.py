"""A recorded plan in the formats that public scanners read: Terraform's plan and ARM's template."""

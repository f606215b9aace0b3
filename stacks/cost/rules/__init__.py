"""One pricing rule per resource type: planned inputs to quantities that are billed."""

"""One noun per file: what a platform is made of, and the variants that compose it."""

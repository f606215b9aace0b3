"""One platform per variant and cloud, behind the same outputs."""

"""Plans and differences for people: trees, tables and what a plan can't tell."""

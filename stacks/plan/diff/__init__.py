"""Two plans compared: what a change would add, remove, change in place, or replace."""

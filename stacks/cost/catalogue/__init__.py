"""Prices with their source and date, in layers: the user's price book over the built-in one."""

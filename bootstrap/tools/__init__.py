"""The programs that the bootstrap needs, and the ways to get them."""

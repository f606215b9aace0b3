"""From what pods ask for to the number of nodes that is billed."""

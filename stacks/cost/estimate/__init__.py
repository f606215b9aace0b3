"""The estimate of a stack: every item with its quantity, price and money."""

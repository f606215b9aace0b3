"""What a planned stack costs in a month: prices, usage, rules and the estimate made of them."""

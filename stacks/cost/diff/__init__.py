"""What a change adds to the bill: two estimates of one stack, line by line."""

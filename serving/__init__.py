"""What ships in a model image, and what makes one: never imports pulumi, components or stacks."""

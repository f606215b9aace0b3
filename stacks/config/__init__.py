"""The one stack config: its models, its faults and its loader.

Pydantic lives only here; everything below gets plain frozen objects or `Input[T]`.
"""

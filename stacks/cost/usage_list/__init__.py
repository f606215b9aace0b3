"""A plain list of quantities, priced from a price book without any stack."""

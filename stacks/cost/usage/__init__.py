"""How much is used: assumptions with bounds, an origin and a reason, and the traffic of models."""

"""The JSON that `slipway status` and `slipway plan` print, as models with committed schemas."""

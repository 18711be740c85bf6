"""The room `intake`."""

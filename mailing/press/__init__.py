"""The room `press`."""

"""Synthetic lists: names, places and households that nobody has."""

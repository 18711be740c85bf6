"""Proof sets: which letters to look at before anything is printed, and with whose names."""

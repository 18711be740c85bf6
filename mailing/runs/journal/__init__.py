"""The frame of all that happens to a run once it is made: its lock, its journal, who may, and by whose word."""

"""Making a run: what is asked for, what is settled before, letters set and pressed, the folder."""

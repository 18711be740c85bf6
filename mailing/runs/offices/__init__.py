"""An office's own folder: its settings, letters and lists to try."""

"""Letter templates as they are edited: files that belong together, their versions, what changed between these."""

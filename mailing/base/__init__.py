"""What knows nothing of letters: errors, files, stores, tables, messages, progress, stopping, memory, versions."""

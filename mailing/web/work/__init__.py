"""Long work: jobs in a table, workers that claim them, a child process for each."""

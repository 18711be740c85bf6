"""What the office keeps beside the runs: accounts, sessions, jobs, new runs in the making, and who did what."""

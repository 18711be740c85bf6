"""What is found in the entries of a list, each finding with its row, field and hint."""

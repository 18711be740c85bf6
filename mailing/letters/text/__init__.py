"""What is said: templates, values, Markdown, addressing."""

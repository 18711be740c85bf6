"""What letters say: templates, values, Markdown, addressing."""

"""Where it stands: fonts, words, lines, pages."""

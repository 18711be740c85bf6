"""Reading a list in any format, once, as columns of text."""

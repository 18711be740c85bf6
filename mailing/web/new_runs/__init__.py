"""Runs in the making: from a list's upload to the first letter."""

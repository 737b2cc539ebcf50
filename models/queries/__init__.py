"""Reads: each returns what a screen or a verb needs; the number of statements does not grow with rows."""

"""The floor people and commands meet: it opens and commits transactions."""

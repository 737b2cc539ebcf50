"""The commands of `roundtrip`, a module for each family."""

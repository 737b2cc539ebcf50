"""Law and policy of rotations: figures with their citations, and checks that return reasons."""

"""Integer circulations of least cost with integer proofs: what rounds and sweeps are solved by."""

"""Mentoring sweeps: all open requests and all free mentor places, solved together."""

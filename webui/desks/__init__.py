"""What waits for each role: a provider for each, gathered here."""

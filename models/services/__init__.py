"""Use cases. Every verb is `verb(session, *, actor, now, …)`: permission, policy, change, audit row and
outbox row in the caller's transaction. A verb flushes and never commits."""

"""The event log: canonical tables of events and voice, their coding, versions, identity and erasure."""

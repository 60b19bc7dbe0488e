"""What is measured: one definition of each figure for all drivers; the event log and what is told from it."""

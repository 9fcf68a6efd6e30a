"""Entries, status, history: pure values and functions. No disk, clock, network or printing."""

"""Values to what a reader sees: tables, lines, JSON. Pure; `terminal` writes it."""

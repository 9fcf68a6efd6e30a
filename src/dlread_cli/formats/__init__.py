"""Text of a format to fields and back, one module a format. Pure, and distrustful of what it reads."""

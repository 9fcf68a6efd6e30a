"""Catalogs, journals and the library: files to values and back."""

"""One verb a module: load, decide, save, show."""

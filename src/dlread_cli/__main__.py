"""`python -m dlread_cli` is `dlread`."""

from dlread_cli.cli import main

main()

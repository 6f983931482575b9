"""Lets `python -m cli` be the command `ortoo`."""

from cli.main import main

main()

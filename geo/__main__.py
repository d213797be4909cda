"""`python -m geo` is the command `geoconflict`."""

from geo.cli import main

main()

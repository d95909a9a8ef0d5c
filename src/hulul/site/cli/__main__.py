"""`python -m hulul.site.cli`, for processes that are started without the installed script."""

from hulul.site.cli import main

main(prog_name="hulul")

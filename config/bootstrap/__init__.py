"""What stands behind `python3 run.py`: from a bare Python 3.11 to a running Ordet.

Standard library only, and nothing from Django: this runs before the virtual environment exists.
Read it in this order: cli, commands, then install (packages), postgres (the database server),
prepare (tables, translations, static files) and processes (what is started must be stopped).
"""

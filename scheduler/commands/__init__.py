"""The sub-commands of ``bluewatch``, one file each; main.py imports one only to run it."""

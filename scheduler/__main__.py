"""``python -m scheduler`` is the command ``bluewatch``."""

from scheduler.commands.main import main

if __name__ == "__main__":
    main()

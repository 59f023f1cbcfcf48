"""An Article to the Decision whether it is about peacekeeping, and why."""

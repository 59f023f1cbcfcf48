"""A simulated world of outlets, and the real decisions of when each is asked, over a clock of its own."""

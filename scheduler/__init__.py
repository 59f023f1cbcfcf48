"""When, and by whose command: configuration, service, jobs and the command line."""

"""Work over many cores and machines: tasks compute what is a function of bytes alone, one process stores.

A task reads pages, or looks through a file of records; it knows no archive. The process that was started by the user
takes the results in the order of the work and stores them by the same code as without tasks. So the archive is the
same, row for row; a task that is lost is done again, and nothing is doubled.
"""

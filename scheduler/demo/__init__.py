"""The demo newsroom: three invented outlets on the loopback interface, and a tour through eight of its weeks."""

"""Scrapy's commands that differ in this project; Scrapy takes a command's name from its module."""

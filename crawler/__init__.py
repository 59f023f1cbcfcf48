"""From the web to an Article with its Decision."""

from crawler.late import guess_charsets_later

guess_charsets_later()

BLOCK: int
INLINE: int
VOID: int
SKIPPED: int
RAW: int
PLAIN: int
UNSPACED: int
BLANK: int
EITHER: int
LIMIT: int
ENTRY: int

def prepare(elements: dict[bytes, bytes], references: dict[bytes, bytes], /) -> None: ...
def is_utf8(source: bytes, /) -> bool: ...
def texts(source: bytes, table: bytes, words: int, /) -> bytes: ...

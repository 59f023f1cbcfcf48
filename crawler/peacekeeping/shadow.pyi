CONTROLS: int
MADE_MARKUP: int
MADE_ESCAPES: int
HAS_MARKUP: int
DOUBTFUL: int
HIDDEN: int
JOINED: int
APART: int
SHOWN: int
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
def markup(source: bytes, nested: int, /) -> tuple[bytes, bytes, int]: ...
def unescape(source: bytes, /) -> tuple[bytes, int]: ...
def fold(text: bytes, table: bytes, way: int, /) -> tuple[bytes, int]: ...

"""Runs in an environment of its own: MinHash and LSH over the texts of a file, as datasketch's own examples do.

Reads lines of JSON {"id", "body"} from the file named; prints one line of JSON: pairs, CPU seconds, articles, peak MB.
"""

from __future__ import annotations

import json
import re
import sys
import time

from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]
from peak import peak_mb  # type: ignore[import-not-found]  # beside this file

PERMUTATIONS = 128
THRESHOLD = 0.5
SHINGLE = 3


def main() -> None:
    """Query each text, then enter it: as articles arrive."""
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    pairs = []
    spent, articles = 0.0, 0
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            began = time.process_time()
            words = re.findall(r"\w+", one["body"].lower())
            shingles = {" ".join(words[at : at + SHINGLE]).encode() for at in range(max(1, len(words) - SHINGLE + 1))}
            sketch = MinHash(num_perm=PERMUTATIONS)
            sketch.update_batch(shingles)
            pairs += [(other, one["id"]) for other in lsh.query(sketch)]
            lsh.insert(one["id"], sketch)
            articles += 1
            spent += time.process_time() - began
    print(json.dumps({"pairs": pairs, "cpu": spent, "articles": articles, "peak_mb": peak_mb()}))


main()

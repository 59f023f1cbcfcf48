"""Runs in an environment of its own: MinHash and LSH over the texts of a file, as datasketch's own examples do.

Reads lines of JSON {"id", "body"} from the file named; prints one line of JSON: pairs, CPU seconds, peak memory.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time

from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found]

PERMUTATIONS = 128
THRESHOLD = 0.5
SHINGLE = 3


def main() -> None:
    """Query each text, then enter it: as articles arrive."""
    lsh = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    pairs = []
    spent = 0.0
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
            spent += time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"pairs": pairs, "cpu": spent, "peak_mb": peak}))


main()

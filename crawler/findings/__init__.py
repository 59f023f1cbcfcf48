"""An Article and the Decision on it to Findings: facts, each with the words it rests on and the rule that found it."""

"""The use cases: one function each, one transaction each. Nothing below them commits."""

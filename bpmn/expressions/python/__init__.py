"""A closed subset of Python: operators, paths, some functions and methods; Python's semantics, not FEEL's."""

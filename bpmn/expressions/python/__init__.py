"""A closed subset of Python: its operators, paths into data, a list of functions and methods; its semantics, not FEEL's."""

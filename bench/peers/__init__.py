"""Other people's packages for benchmarks, in a virtual environment of their own; never part of what runs."""

"""The names that `engine` gives, by theme: each module brings them together from where they are made."""

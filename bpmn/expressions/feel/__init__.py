"""FEEL, the friendly enough expression language of DMN 1.5: its grammar, its operators and its built-in functions."""

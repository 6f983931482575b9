"""The heads of audit chains and histories kept outside the database: they show what was cut off or all rewritten."""

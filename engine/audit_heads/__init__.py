"""The heads of audit chains kept outside the database: they show that a chain was cut off, or all of it rewritten."""

"""Papers of cases: what an upload really is, where it is kept, who has looked it over."""

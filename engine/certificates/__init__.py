"""Certificates: what they say, how they are set as PDF, and what is known of those that were issued."""

"""Reading who works here and what they hold."""

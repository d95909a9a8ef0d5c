"""Pages for those who keep organisations, people, roles, agreements and break-glass sessions; a module per subject."""

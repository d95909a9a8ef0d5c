"""What the pages ask the warehouse, and the shapes they get back."""

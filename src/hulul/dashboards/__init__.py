"""What people look at: home, place pages, comparisons. Asks the warehouse; stores nothing."""

"""What pain points cost a year, in customers and in money, and how sure their order is."""

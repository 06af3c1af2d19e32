"""What tables does a workbook hold, and what is in them? Opening, limits, table regions, headers, totals, typing."""

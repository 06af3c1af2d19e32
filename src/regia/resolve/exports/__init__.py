"""What people and systems take away: which record is which, the right values, the duplicates to merge."""

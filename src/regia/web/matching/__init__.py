"""Which fields mean the same, and who says so? The correspondences, and the questions whose answer settles most."""

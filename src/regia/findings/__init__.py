"""What is wrong, in business words? Collects the rules of all stages, ranks and prices; computes nothing itself."""

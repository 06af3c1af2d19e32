"""What is wrong, how do we know, and what does each side do next? The list of findings and the card of one."""

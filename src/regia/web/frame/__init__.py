"""What does every page look like, in both languages and themes? Tokens, frame, components, words in templates."""

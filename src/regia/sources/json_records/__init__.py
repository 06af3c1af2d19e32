"""What records are in a JSON file? One object a line, or an array of objects, read without holding the file."""

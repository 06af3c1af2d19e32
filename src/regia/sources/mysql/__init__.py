"""How are MySQL and MariaDB servers read? Logging in, describing, streaming, typing, and telling what is amiss."""

"""How do systems talk, what proves it, and what does a change touch? The register, one interface, the impact."""

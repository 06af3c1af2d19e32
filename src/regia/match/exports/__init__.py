"""How is the shared model taken elsewhere? Mermaid, data contracts (ODCS), enterprise architecture (ArchiMate)."""

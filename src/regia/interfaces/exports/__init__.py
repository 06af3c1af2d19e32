"""The register written for others."""

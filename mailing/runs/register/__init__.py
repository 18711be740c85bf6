"""The register of letters made, and what a run asks it."""

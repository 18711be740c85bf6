"""Rules of finished print files: PDF/A, PDF/X, PDF/VT and the shop profile."""

"""A household mass-notification generator: address list in, print-ready letters with a manifest out."""

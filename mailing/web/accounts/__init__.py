"""Who works in the office: roles, passwords, codes, sessions."""

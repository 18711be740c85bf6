"""The verbs that both faces call, and what wires the rooms; the folders import each other one way."""

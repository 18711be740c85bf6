"""The verbs, and what wires the rooms: run, check, proof, rebuild."""

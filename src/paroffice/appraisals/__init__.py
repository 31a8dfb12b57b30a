"""The working group checks what units claim: rulings with reasons, replies, second opinions, visits, the council."""

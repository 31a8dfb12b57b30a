"""What the working group, the units and the council do. Only this folder writes an appraisal, one file per noun."""

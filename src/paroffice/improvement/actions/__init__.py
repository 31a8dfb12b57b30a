"""What a unit does with its reform plan. Only this folder writes it."""

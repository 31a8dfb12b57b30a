"""What is done to a survey: preparing, drawing, taking answers in, checking them, closing."""

"""The pages of the result: public ones, the office's, those of a scored unit."""

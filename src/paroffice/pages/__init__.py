"""What every page shares: frame, figures, the refusal, who may open it. No models."""

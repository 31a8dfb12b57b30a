"""From a frame to points: sample sizes and draws, responses, exact points, design-based estimates."""

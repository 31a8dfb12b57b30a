"""The one-stop shop: its working calendar, its two clocks, and the figures that follow from raw events."""

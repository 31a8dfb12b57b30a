"""The portal, tested."""

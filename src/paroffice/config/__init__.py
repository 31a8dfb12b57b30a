"""Settings, addresses, the door of the server."""

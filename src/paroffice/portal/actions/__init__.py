"""What people do about a portal, one file per noun. Its pages are saved by Wagtail, whose signals leave the trace."""

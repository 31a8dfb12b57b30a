"""What a unit tells everyone: its portal, kept on Wagtail. Editors write, somebody else publishes, everyone reads."""

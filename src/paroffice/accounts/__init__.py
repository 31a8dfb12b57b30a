"""The pages of people: coming in, one's own account, and the registers of accounts, roles and units. No models."""

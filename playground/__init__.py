"""A Slack and a Microsoft Teams in memory that speak the real wire formats: for the demo page and for the tests."""

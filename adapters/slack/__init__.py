"""Slack: HTTP and Socket Mode in, Block Kit out."""

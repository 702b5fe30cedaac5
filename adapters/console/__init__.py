"""The bot in a terminal: for trying things out, and the proof that a platform is one folder and one name."""

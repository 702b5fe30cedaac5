"""Microsoft Teams: activities in, Adaptive Cards out. botbuilder-core gives the turn, never the network."""

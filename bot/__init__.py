"""The product in plain Python: nouns, use cases and what people see. No platform, database, clock or network."""

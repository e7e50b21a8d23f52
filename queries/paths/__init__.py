"""How two actors are connected: shortest paths, their evidence, and claims that would add paths."""

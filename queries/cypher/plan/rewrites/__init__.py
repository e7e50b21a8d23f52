"""Plans that give the same answer in fewer steps."""

"""The words of titles: names of fields, kinds of actors, ends of ties."""

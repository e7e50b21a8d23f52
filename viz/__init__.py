"""The picture: what is drawn, how, and the one HTML file that shows it."""

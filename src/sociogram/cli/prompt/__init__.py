"""The prompt of ``sociogram shell``: reads statements and commands, runs them on one graph, writes tables.

``session`` runs statements and ``commands`` the lines that begin with a colon. ``terminal`` is the line
editor with its history, and ``completion`` knows the words that fit at the cursor.
"""

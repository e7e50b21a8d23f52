"""The prompt of ``sociogram shell``, which runs statements and commands on a graph and writes tables.

``session`` runs statements; ``commands`` runs lines that begin with a colon. ``terminal`` is the line editor
with its history, and ``completion`` completes the word at the cursor.
"""

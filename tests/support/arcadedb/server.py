"""An ArcadeDB server that speaks Bolt, from its wheel, until standard input ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

PLUGIN = "com.arcadedb.bolt.BoltProtocolPlugin"


def main() -> None:
    folder, password, bolt, http = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    os.chdir(folder)  # the server writes its log where it is started
    import arcadedb_embedded

    config = {"host": "127.0.0.1", "http_port": http, "server_plugins": PLUGIN, "bolt_port": bolt}
    server = arcadedb_embedded.create_server(str(folder), root_password=password, config=config)
    server.start()
    for name in sys.argv[5:]:
        server.create_database(name)
    print("ready", flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()

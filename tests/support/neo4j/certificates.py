"""Certificates for tests, made by openssl: an authority of one's own, and a server on loopback."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SETTINGS = {
    "server.bolt.tls_level": "OPTIONAL",
    "dbms.ssl.policy.bolt.enabled": "true",
    "dbms.ssl.policy.bolt.private_key": "private.key",
    "dbms.ssl.policy.bolt.public_certificate": "public.crt",
}
"""For a Neo4j server that takes encrypted and plain connections; ``base_directory`` names the folder."""


def make(folder: Path) -> Path:
    """Write ``private.key`` and ``public.crt`` of a server into a folder; return the authority's file."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    names = folder / "names.cnf"
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n", encoding="utf-8")
    _openssl(folder, "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ca -keyout ca.key -out ca.crt")
    _openssl(folder, "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout private.key -out server.csr")
    _openssl(
        folder,
        "x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 "
        "-extfile names.cnf -out public.crt",
    )
    return folder / "ca.crt"


def _openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)

"""A real server refuses an upload of two gigabytes by its length, before the body has come."""

import socket
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.journey


def test_a_real_server_answers_before_the_body_has_come(live_portal):
    at = urlsplit(live_portal.base_url)
    with socket.create_connection((at.hostname, at.port), timeout=10) as line:
        head = [
            "POST /zh-hant/workspace/demo-dunlin/evidence/new HTTP/1.1",
            f"Host: {at.netloc}",
            "Content-Type: multipart/form-data; boundary=xx",
            f"Content-Length: {2 * 1024**3}",
            "Connection: close",
        ]
        line.sendall("\r\n".join([*head, "", "--xx\r\n"]).encode())
        answer = line.recv(200).decode(errors="replace")
    assert answer.startswith("HTTP/1.1 413")

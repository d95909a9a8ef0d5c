"""A small OpenID Connect provider over real HTTP: one person, signed tokens, the authorization code flow."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "hulul", "only-for-tests"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """`person` is what it says of whoever signs in; `asked` the parameters of the last authorization."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.person: dict[str, Any] = {}
        self.asked: dict[str, str] = {}

    def authorize(self, address: str) -> str:
        """What a browser would do at the provider: sign in there, and be sent back to this address."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        back = urlencode({"code": "a-code", "state": self.asked["state"]})
        return f"{urlsplit(self.asked['redirect_uri']).path}?{back}"

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        return jwt.encode(claims, KEY, algorithm="RS256", headers={"kid": "one"})


@contextmanager
def running() -> Iterator[Provider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.provider = provider  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]
        url = provider.url
        answers: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": url,
                "authorization_endpoint": f"{url}/authorize",
                "token_endpoint": f"{url}/token",
                "userinfo_endpoint": f"{url}/userinfo",
                "jwks_uri": f"{url}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/userinfo": provider.person,
            "/keys": {"keys": [_public_key()]},
        }
        self._answer(answers.get(urlsplit(self.path).path))

    def do_POST(self) -> None:
        provider: Provider = self.server.provider  # type: ignore[attr-defined]
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        good = sent.get("client_secret") == [SECRET] and sent.get("code") == ["a-code"] and "code_verifier" in sent
        token = {"access_token": "opaque", "token_type": "Bearer", "id_token": provider.id_token()}
        self._answer(token if good else None)

    def _answer(self, content: Any) -> None:
        body = json.dumps(content or {"error": "invalid_request"}).encode()
        self.send_response(200 if content else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Quiet."""


def _public_key() -> dict[str, str]:
    numbers = KEY.public_key().public_numbers()

    def text(number: int) -> str:
        return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8)).rstrip(b"=").decode()

    return {"kty": "RSA", "kid": "one", "alg": "RS256", "use": "sig", "n": text(numbers.n), "e": text(numbers.e)}

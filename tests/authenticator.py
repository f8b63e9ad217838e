"""A device that makes and shows passkeys, in software: what a browser would send for it, down to the signature."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, encode_cbor

_PRESENT, _VERIFIED, _HAS_CREDENTIAL = 0x01, 0x04, 0x40
_ES256 = -7


@dataclass
class Authenticator:
    """One passkey on one device. What a test changes about it, it then sends: another origin, no verification, a count.

    `step` is how far its count goes up with each use; zero stands for devices that keep none.
    """

    origin: str = "http://localhost:8000"
    host: str = "localhost"
    is_verified: bool = True
    step: int = 1
    count: int = 0
    credential_id: bytes = b"a passkey of a device in a test"
    private_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    user_handle: str = ""

    def make(self, options: str) -> str:
        """Answer as `navigator.credentials.create` does, without attestation."""
        asked = json.loads(options)
        self.user_handle = asked["user"]["id"]
        attested = bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + self._public_key()
        data = self._data(_HAS_CREDENTIAL) + attested
        client_data = self._client_data("webauthn.create", asked["challenge"])
        return self._answer(
            clientDataJSON=client_data,
            attestationObject=encode_cbor({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def show(self, options: str) -> str:
        """Answer as `navigator.credentials.get` does."""
        asked = json.loads(options)
        self.count += self.step
        data = self._data()
        client_data = self._client_data("webauthn.get", asked["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        return self._answer(
            clientDataJSON=client_data,
            authenticatorData=data,
            signature=self.private_key.sign(signed, ec.ECDSA(SHA256())),
            userHandle=base64url_to_bytes(self.user_handle),
        )

    def _data(self, flags: int = 0) -> bytes:
        flags |= _PRESENT | (_VERIFIED if self.is_verified else 0)
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        said: dict[str, Any] = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _public_key(self) -> bytes:
        numbers = self.private_key.public_key().public_numbers()
        # RFC 9053: an elliptic curve key on P-256, for ES256.
        key = {1: 2, 3: _ES256, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        return encode_cbor(key)

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.credential_id)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": {part: bytes_to_base64url(value) for part, value in response.items()},
                "clientExtensionResults": {},
            }
        )

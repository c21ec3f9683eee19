"""Certificates for demonstrations and tests: their subject says that they prove nothing."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

MARK = "THỬ NGHIỆM"
RSA_BITS = 2048


def throwaway_p12(
    name: str,
    organisation: str,
    password: str,
    *,
    days: int = 30,
    not_before: datetime | None = None,
    elliptic: bool = False,
    may_sign: bool = True,
) -> bytes:
    """Return a PKCS#12 file with a new key and a self-signed certificate, marked THỬ NGHIỆM.

    Valid for ``days`` from ``not_before`` (an hour ago by default). ``may_sign=False`` makes a
    certificate for encryption only.
    """
    key = (
        ec.generate_private_key(ec.SECP256R1())
        if elliptic
        else rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    )
    begins = not_before or datetime.now(UTC) - timedelta(hours=1)
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{name} ({MARK})"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(may_sign), critical=True)
        .sign(key, hashes.SHA256())
    )
    protection = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"motcua", key, certificate, None, protection)


def _usage(may_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=may_sign,
        content_commitment=may_sign,
        key_encipherment=not may_sign,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )

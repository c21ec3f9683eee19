"""A small public-key infrastructure of the tests' own: a root, an authority below it, its people.

Every subject says that it is for trial. Keys are made once per process: RSA takes its time.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

DAY = timedelta(days=1)
SIGNING = ("digital_signature", "content_commitment")
ENCRYPTION = ("key_encipherment",)
AUTHORITY = ("key_cert_sign", "crl_sign")
AGENCY = "THỬ NGHIỆM – UBND phường Bến Mơ"
_USAGES = (*SIGNING, *ENCRYPTION, "data_encipherment", "key_agreement", *AUTHORITY)


@dataclass(frozen=True)
class Holder:
    """A certificate and its key."""

    key: Key
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        """The certificate's bytes."""
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def key_der(self) -> bytes:
        """The private key as PKCS#8."""
        return self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())

    def p12(self, password: str, above: tuple["Holder", ...] = ()) -> bytes:
        """The PKCS#12 file that an authority would hand out."""
        return pkcs12.serialize_key_and_certificates(
            b"thu",
            self.key,
            self.certificate,
            [one.certificate for one in above],
            BestAvailableEncryption(password.encode()),
        )


def new_key(elliptic: bool = False) -> Key:
    """Make a key: RSA-2048 or P-256."""
    if elliptic:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def kept_key(purpose: str, elliptic: bool = False) -> Key:
    """Return the key for a purpose, made once per process."""
    return new_key(elliptic)


@dataclass
class Pki:
    """Root, authority and whoever they vouch for, valid around ``now``."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    crl_url: str = ""

    def __post_init__(self) -> None:
        root_key = kept_key("root")
        self.root = self.issue(
            "THỬ NGHIỆM Gốc", issuer=None, key=root_key, usage=AUTHORITY, days=(-3650, 3650)
        )
        self.authority = self.issue(
            "THỬ NGHIỆM Cấp phát",
            issuer=self.root,
            key=kept_key("authority"),
            usage=AUTHORITY,
            days=(-2000, 3000),
            path_length=0,
        )

    @property
    def anchors(self) -> list[x509.Certificate]:
        """What an administrator would import."""
        return [self.root.certificate]

    @property
    def others(self) -> list[x509.Certificate]:
        """What lies between a signer and the anchors."""
        return [self.authority.certificate]

    def signer(self, name: str = "Đỗ Thị Ẩn", **changes: object) -> Holder:
        """Issue a certificate for signing; ``changes`` are those of ``issue``."""
        elliptic = bool(changes.get("elliptic"))
        changes.setdefault("key", kept_key(name, elliptic))
        return self.issue(name, **changes)

    def issue(
        self,
        name: str,
        *,
        issuer: Holder | str | None = "authority",
        key: Key | None = None,
        elliptic: bool = False,
        usage: tuple[str, ...] | None = SIGNING,
        days: tuple[float, float] = (-365, 700),
        path_length: int | None = None,
        purposes: tuple[ObjectIdentifier, ...] = (),
        crl_url: str | None = None,
        organisation: str = AGENCY,
        critical_extra: bool = False,
    ) -> Holder:
        """Issue a certificate; ``issuer=None`` makes a self-signed one, ``days`` count from now."""
        key = key or new_key(elliptic)
        above = self.authority if issuer == "authority" else issuer
        subject = _name(name, organisation)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(above.certificate.subject if above else subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.now + days[0] * DAY)
            .not_valid_after(self.now + days[1] * DAY)
            .add_extension(x509.BasicConstraints(usage == AUTHORITY, path_length), critical=True)
        )
        if usage is not None:
            builder = builder.add_extension(_usage(usage), critical=True)
        if purposes:
            builder = builder.add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        url = self.crl_url if crl_url is None else crl_url
        if url and issuer is not None:
            builder = builder.add_extension(_points(url), critical=False)
        if critical_extra:
            unheard = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\5\0")
            builder = builder.add_extension(unheard, critical=True)
        signed = builder.sign(above.key if above else key, hashes.SHA256())
        return Holder(key, signed)

    def crl(
        self,
        *revoked: Holder,
        issuer: Holder | None = None,
        days: tuple[float, float] = (-1, 30),
        part: x509.IssuingDistributionPoint | None = None,
        reason: x509.ReasonFlags = x509.ReasonFlags.key_compromise,
        pem: bool = False,
    ) -> bytes:
        """Return the authority's list of revoked certificates."""
        above = issuer or self.authority
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(above.certificate.subject)
            .last_update(self.now + days[0] * DAY)
            .next_update(self.now + days[1] * DAY)
            .add_extension(x509.CRLNumber(1), critical=False)
        )
        if part is not None:
            builder = builder.add_extension(part, critical=True)
        for one in revoked:
            entry = (
                x509.RevokedCertificateBuilder()
                .serial_number(one.certificate.serial_number)
                .revocation_date(self.now - 10 * DAY)
                .add_extension(x509.CRLReason(reason), critical=False)
            )
            builder = builder.add_revoked_certificate(entry.build())
        signed = builder.sign(above.key, hashes.SHA256())
        return signed.public_bytes(Encoding.PEM if pem else Encoding.DER)

    def crls(self, *revoked: Holder) -> list[bytes]:
        """Return the lists of root and authority together."""
        return [self.crl(*revoked), self.crl(issuer=self.root)]


def signed_with_sha1(holder: Holder, issuer: Holder) -> Holder:
    """Return the same certificate as an authority of long ago would have signed it."""
    whole = asn1_x509.Certificate.load(holder.der)
    for algorithm in (whole["tbs_certificate"]["signature"], whole["signature_algorithm"]):
        algorithm["algorithm"] = "sha1_rsa"
    signed = whole["tbs_certificate"].dump(force=True)
    whole["signature_value"] = issuer.key.sign(signed, PKCS1v15(), hashes.SHA1())
    return Holder(holder.key, x509.load_der_x509_certificate(whole.dump(force=True)))


def _name(common_name: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(usages: tuple[str, ...]) -> x509.KeyUsage:
    chosen = {usage: usage in usages for usage in _USAGES}
    return x509.KeyUsage(**chosen, encipher_only=False, decipher_only=False)


def _points(url: str) -> x509.CRLDistributionPoints:
    where = x509.UniformResourceIdentifier(url)
    return x509.CRLDistributionPoints([x509.DistributionPoint([where], None, None, None)])

/** Certificates of authorities, made in memory in a millisecond, with whatever fault a test wants. */
import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
  X509Certificate,
} from 'node:crypto';
import {
  bits,
  bool,
  certificateTime,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  setOf,
  tagged,
  tlv,
  utf8,
} from './der.ts';

export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
export const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';

export type KeyKind = 'p256' | 'p384' | 'p521' | 'rsa' | 'ed25519';

/** A certificate and the key that signs under it. */
export interface Certified {
  readonly certificate: X509Certificate;
  readonly privateKey: KeyObject;
}

export interface CertificateRequest {
  readonly name: string;
  /** Who signs it: itself, unless told. */
  readonly issuer?: Certified;
  readonly key?: KeyKind;
  readonly validFrom?: Date;
  readonly validTo?: Date;
  readonly isAuthority?: boolean;
  /** What it may be used for, and whether nobody may pass over that; `null` leaves it out. */
  readonly purposes?: { readonly isCritical: boolean; readonly oids: readonly string[] } | null;
  /** How many authorities may stand below it. */
  readonly pathLength?: number;
  /** An extension that nobody knows and nobody may pass over. */
  readonly isOdd?: boolean;
  /** Addresses (IPv4) of the server that it is for. */
  readonly addresses?: readonly string[];
  /** Bytes of keyUsage: digitalSignature, or keyCertSign and cRLSign, unless told. */
  readonly keyUsage?: Uint8Array | null;
}

const ALWAYS = { validFrom: new Date('2020-01-01T00:00:00Z'), validTo: new Date('2049-12-31T23:59:59Z') };
const TIME_STAMPING_ALONE = { isCritical: true, oids: [TIME_STAMPING] };

function newKey(kind: KeyKind) {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2048 });
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  const curve = { p256: 'P-256', p384: 'P-384', p521: 'P-521' }[kind];
  return generateKeyPairSync('ec', { namedCurve: curve });
}

/** Returns the AlgorithmIdentifier of a key's signatures with SHA-256, where the key leaves a choice. */
export function algorithmOf(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') return sequence(oid('1.2.840.113549.1.1.11'), nothing);
  if (key.asymmetricKeyType === 'ed25519') return sequence(oid('1.3.101.112'));
  return sequence(oid('1.2.840.10045.4.3.2'));
}

export const signWith = (key: KeyObject, bytes: Uint8Array) =>
  sign(key.asymmetricKeyType === 'ed25519' ? null : 'sha256', bytes, key);

/** Returns a certificate, with its key. */
export function certify(request: CertificateRequest): Certified {
  const { publicKey, privateKey } = newKey(request.key ?? 'p256');
  const name = nameOf(request.name);
  const issuer = request.issuer ?? { privateKey, certificate: undefined };
  const { validFrom, validTo } = { ...ALWAYS, ...request };
  const algorithm = algorithmOf(issuer.privateKey);
  const body = sequence(
    tagged(0, integer(2)),
    integer(randomBytes(8)),
    algorithm,
    issuer.certificate === undefined ? name : subjectOf(issuer.certificate),
    sequence(certificateTime(validFrom), certificateTime(validTo)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensionsOf(request, publicKey, issuer.certificate))),
  );
  const der = sequence(body, algorithm, bits(signWith(issuer.privateKey, body)));
  return { certificate: new X509Certificate(der), privateKey };
}

function extensionsOf(
  { isAuthority = false, purposes, keyUsage, pathLength, isOdd = false, addresses }: CertificateRequest,
  publicKey: KeyObject,
  issuer: X509Certificate | undefined,
): readonly Buffer[] {
  const extension = (id: string, isCritical: boolean, value: Buffer) =>
    sequence(oid(id), ...(isCritical ? [bool(true)] : []), octets(value));
  const usage = keyUsage === undefined ? Buffer.of(isAuthority ? 0x06 : 0x80) : keyUsage;
  const allowed = purposes === undefined ? (isAuthority ? null : TIME_STAMPING_ALONE) : purposes;
  const ownId = keyIdentifier(publicKey);
  const issuerId = issuer === undefined ? ownId : keyIdentifier(issuer.publicKey);
  return [
    extension(
      '2.5.29.19',
      true,
      sequence(
        ...(isAuthority ? [bool(true)] : []),
        ...(pathLength === undefined ? [] : [integer(pathLength)]),
      ),
    ),
    ...(usage === null ? [] : [extension('2.5.29.15', true, bits(usage, isAuthority ? 1 : 7))]),
    ...(allowed === null
      ? []
      : [extension('2.5.29.37', allowed.isCritical, sequence(...allowed.oids.map(oid)))]),
    ...(isOdd ? [extension('1.2.3.4.5', true, nothing)] : []),
    ...(addresses === undefined
      ? []
      : [
          extension(
            '2.5.29.17',
            false,
            sequence(...addresses.map((address) => tlv(0x87, Buffer.from(address.split('.').map(Number))))),
          ),
        ]),
    extension('2.5.29.14', false, octets(ownId)),
    extension('2.5.29.35', false, sequence(Buffer.concat([Buffer.of(0x80, issuerId.length), issuerId]))),
  ];
}

const keyIdentifier = (key: KeyObject) =>
  createHash('sha1')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest();

export const nameOf = (commonName: string) => sequence(setOf(sequence(oid('2.5.4.3'), utf8(commonName))));

/** Every name here has one part. */
const subjectOf = ({ subject }: X509Certificate) => nameOf(subject.replace(/^CN=/, ''));

export interface Hierarchy {
  readonly root: Certified;
  readonly signer: Certified;
  /** What goes into answers: the signer's certificate, and what leads from it to the root. */
  readonly chain: readonly X509Certificate[];
}

/** Returns a root, as many authorities below it as wanted, and a certificate that signs time stamps. */
export function certifyAuthority(
  signer: Partial<CertificateRequest> = {},
  { between = 0, name = 'Test', key = 'p256' }: { between?: number; name?: string; key?: KeyKind } = {},
): Hierarchy {
  const root = certify({ name: `${name} Root`, isAuthority: true, key });
  const path = [root];
  for (let number = 1; number <= between; number += 1) {
    const issuer = path.at(-1) ?? root;
    path.push(certify({ name: `${name} Authority ${number}`, isAuthority: true, key, issuer }));
  }
  const leaf = certify({ name: `${name} Time Stamping`, key, issuer: path.at(-1) ?? root, ...signer });
  const chain = [leaf, ...path.slice(1).reverse()].map(({ certificate }) => certificate);
  return { root, signer: leaf, chain };
}

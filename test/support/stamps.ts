/** Time stamps at any instant, and wrong in any way: `openssl ts -reply` knows only now, and only right ones. */
import { constants, createHash, type KeyObject, sign } from 'node:crypto';
import {
  generalizedTime,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  setOf,
  tagged,
  timeText,
  tlv,
} from './der.ts';
import { algorithmOf, type Certified, type Hierarchy, nameOf } from './stamp-certificates.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12';
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47';
const HASHES = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};

export type Hash = keyof typeof HASHES;

export interface StampRequest {
  readonly hierarchy: Hierarchy;
  /** What is stamped. */
  readonly signature: Uint8Array;
  readonly at: Date;
  readonly nonce?: Uint8Array | undefined;
}

/** Everything that may be otherwise than it should be. */
export interface StampFaults {
  /** PKIStatus: 0 granted, 1 granted with changes, 2 rejection. */
  readonly status?: number;
  readonly withoutToken?: boolean;
  readonly imprintHash?: Hash;
  /** In place of the imprint that is asked for. */
  readonly imprint?: Uint8Array;
  readonly timeText?: string;
  readonly accuracy?: Uint8Array;
  readonly contentType?: string;
  readonly attributeContentType?: string;
  readonly digestHash?: Hash;
  readonly messageDigest?: Uint8Array;
  /** Which attribute names the certificate, or none. */
  readonly names?: 'v1' | 'v2' | 'v2-sha512' | 'nothing';
  /** The certificate that it names, in place of the right one. */
  readonly named?: Certified;
  readonly padding?: 'pss' | 'pkcs1';
  /** Signs in place of the certified key. */
  readonly key?: KeyObject;
  readonly certificates?: readonly Uint8Array[];
  readonly signers?: number;
  readonly withoutAttributes?: boolean;
  readonly unsignedAttributes?: boolean;
}

const digest = (hash: Hash, bytes: Uint8Array) => createHash(hash).update(bytes).digest();
const hashAlgorithm = (hash: Hash) => sequence(oid(HASHES[hash]), nothing);

/** Returns the DER of a TimeStampResp. */
export function stampAnswer(request: StampRequest, faults: StampFaults = {}): Buffer {
  const status = sequence(integer(faults.status ?? 0));
  if (faults.withoutToken === true) return sequence(status);
  return sequence(status, tokenOf(request, faults));
}

function tokenOf(request: StampRequest, faults: StampFaults): Buffer {
  const { hierarchy } = request;
  const info = infoOf(request, faults);
  const certificates = faults.certificates ?? hierarchy.chain.map(({ raw }) => raw);
  const signer = signerInfo(hierarchy.signer, info, faults);
  const signers = Array.from({ length: faults.signers ?? 1 }, () => signer);
  const signedData = sequence(
    integer(3),
    setOf(hashAlgorithm(faults.digestHash ?? 'sha256')),
    sequence(oid(faults.contentType ?? TST_INFO), tagged(0, octets(info))),
    ...(certificates.length === 0 ? [] : [tagged(0, ...certificates)]),
    setOf(...signers),
  );
  return sequence(oid(SIGNED_DATA), tagged(0, signedData));
}

function infoOf({ signature, at, nonce }: StampRequest, faults: StampFaults): Buffer {
  const hash = faults.imprintHash ?? 'sha256';
  return sequence(
    integer(1),
    oid('1.3.6.1.4.1.13762.3'),
    sequence(hashAlgorithm(hash), octets(faults.imprint ?? digest(hash, signature))),
    integer(0x1e240),
    faults.timeText === undefined ? generalizedTime(at) : timeText(faults.timeText),
    ...(faults.accuracy === undefined ? [] : [faults.accuracy]),
    ...(nonce === undefined ? [] : [integer(nonce)]),
  );
}

function signerInfo(signer: Certified, info: Buffer, faults: StampFaults): Buffer {
  const hash = faults.digestHash ?? 'sha256';
  const attributes = [
    attribute(CONTENT_TYPE, oid(faults.attributeContentType ?? TST_INFO)),
    attribute(MESSAGE_DIGEST, octets(faults.messageDigest ?? digest(hash, info))),
    ...certificateAttribute((faults.named ?? signer).certificate.raw, faults.names ?? 'v2'),
  ];
  const signed = faults.withoutAttributes === true ? info : setOf(...attributes);
  const { algorithm, bytes } = rawSignature(faults.key ?? signer.privateKey, signed, hash, faults.padding);
  return sequence(
    integer(1),
    sequence(nameOf(signer.certificate.issuer.replace(/^CN=/, '')), serialOf(signer)),
    hashAlgorithm(hash),
    ...(faults.withoutAttributes === true ? [] : [tagged(0, ...[...attributes].sort(Buffer.compare))]),
    algorithm,
    octets(bytes),
    ...(faults.unsignedAttributes === true ? [tagged(1, attribute('1.2.3.4', nothing))] : []),
  );
}

const attribute = (type: string, value: Buffer) => sequence(oid(type), tlv(0x31, value));
const serialOf = ({ certificate }: Certified) =>
  integer(Buffer.from(certificate.serialNumber.padStart(16, '0'), 'hex'));

function certificateAttribute(der: Buffer, names: NonNullable<StampFaults['names']>): readonly Buffer[] {
  if (names === 'nothing') return [];
  if (names === 'v1')
    return [attribute(SIGNING_CERTIFICATE, sequence(sequence(sequence(octets(digest('sha1', der))))))];
  const id =
    names === 'v2'
      ? [octets(digest('sha256', der))]
      : [hashAlgorithm('sha512'), octets(digest('sha512', der))];
  return [attribute(SIGNING_CERTIFICATE_V2, sequence(sequence(sequence(...id))))];
}

const ECDSA = { sha1: '1', sha256: '3.2', sha384: '3.3', sha512: '3.4' };
const RSA = { sha1: '5', sha256: '11', sha384: '12', sha512: '13' };

function rawSignature(key: KeyObject, bytes: Buffer, hash: Hash, padding: StampFaults['padding']) {
  if (key.asymmetricKeyType === 'ed25519')
    return { algorithm: algorithmOf(key), bytes: sign(null, bytes, key) };
  if (key.asymmetricKeyType === 'ec') {
    return { algorithm: sequence(oid(`1.2.840.10045.4.${ECDSA[hash]}`)), bytes: sign(hash, bytes, key) };
  }
  if (padding !== 'pss') {
    return {
      algorithm: sequence(oid(`1.2.840.113549.1.1.${RSA[hash]}`), nothing),
      bytes: sign(hash, bytes, key),
    };
  }
  const saltLength = digest(hash, bytes).length;
  const parameters = sequence(
    tagged(0, hashAlgorithm(hash)),
    tagged(1, sequence(oid('1.2.840.113549.1.1.8'), hashAlgorithm(hash))),
    tagged(2, integer(saltLength)),
  );
  return {
    algorithm: sequence(oid('1.2.840.113549.1.1.10'), parameters),
    bytes: sign(hash, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }),
  };
}

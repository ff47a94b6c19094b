/**
 * Whether an authority's answer fixes a signature in time (RFC 3161, CMS). Pure: the answer is judged at the time
 * it names, so that it says the same forever, also after the authority's certificate has expired.
 */
import type { X509Certificate } from 'node:crypto';
import { fieldsOf } from '../crypto/certificate-fields.ts';
import { type Element, Parts, StampFault, TAG } from '../crypto/der.ts';
import { digestOf } from '../crypto/here.ts';
import {
  HASHES,
  SIGNING_CERTIFICATE,
  SIGNING_CERTIFICATE_V2,
  TIME_STAMPING,
} from '../crypto/object-identifiers.ts';
import { readAlgorithm } from '../crypto/scheme.ts';
import { readAnswer, type SignerInfo, type TimeStampInfo } from './answer.ts';
import { checkPath, nameOf, readableOf, validToOf } from './path.ts';
import { positiveNumber } from './query.ts';
import { checkSignature } from './signature.ts';
import { signerIn } from './signer.ts';

/** What a valid time stamp says. */
export interface Stamp {
  /** The instant, as ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** Name of the certificate that signed it. */
  readonly authority: string;
  /** The authority's number for it, hexadecimal. */
  readonly serial: string;
  /** How far off the instant may be, if the authority says so. */
  readonly accuracyMs: number | undefined;
  /** Until when the signing certificate is valid, as ISO 8601 in UTC. */
  readonly certificateValidTo: string;
}

export type StampCheck =
  | { readonly kind: 'valid'; readonly stamp: Stamp }
  | { readonly kind: 'invalid'; readonly expected: string; readonly found: string };

export interface StampQuestion {
  /** The DER of the TimeStampResp, as it came. */
  readonly answer: Uint8Array;
  /** What was stamped: the bytes of the record's signature. */
  readonly signature: Uint8Array;
  /** The pinned certificates: the path of the signing certificate has to end in one of them. */
  readonly authorities: readonly X509Certificate[];
  /** What the query said, where it is known. */
  readonly nonce?: Uint8Array;
}

/** Nothing longer is read as an answer: they have some thousands of bytes. */
export const LARGEST_ANSWER_BYTES = 64 * 1024;

/** Returns what the answer says, or the first thing that is wrong with it. Never throws for what is in it. */
export async function checkStamp(question: StampQuestion): Promise<StampCheck> {
  try {
    return { kind: 'valid', stamp: await judge(question) };
  } catch (error) {
    if (!(error instanceof StampFault)) throw error;
    return { kind: 'invalid', expected: error.expected, found: error.found };
  }
}

async function judge({ answer, signature, authorities, nonce }: StampQuestion): Promise<Stamp> {
  if (answer.length > LARGEST_ANSWER_BYTES) {
    throw new StampFault(`at most ${LARGEST_ANSWER_BYTES} bytes`, String(answer.length));
  }
  const token = readAnswer(Buffer.from(answer));
  const { info, content, signerInfo } = token;
  await checkImprint(info, signature);
  if (nonce !== undefined) checkNonce(info, nonce);
  const others = readableOf(token.certificates);
  const signer = signerIn([...others, ...authorities], signerInfo);
  if (signer === undefined) throw new StampFault("the signer's certificate in the answer", 'none');
  await checkNamed(signerInfo, signer);
  await checkSignature(signerInfo, content, publicKeyOf(signer));
  checkPurpose(signer);
  await checkPath(signer, { others, pinned: authorities, at: info.at });
  return {
    at: info.at.toISOString(),
    authority: nameOf(signer),
    serial: info.serial,
    accuracyMs: info.accuracyMs,
    certificateValidTo: validToOf(signer).toISOString(),
  };
}

async function checkImprint(
  { imprintAlgorithm, imprint }: TimeStampInfo,
  signature: Uint8Array,
): Promise<void> {
  if (HASHES[imprintAlgorithm] !== 'sha256')
    throw new StampFault('a stamp over SHA-256', 'one over another hash');
  if (!imprint.equals(await digestOf('sha256', signature))) {
    throw new StampFault('a stamp over this signature', 'one over other bytes');
  }
}

function checkNonce(info: TimeStampInfo, nonce: Uint8Array): void {
  if (info.nonce === undefined) throw new StampFault('the random number of the query', 'none');
  if (!info.nonce.equals(positiveNumber(nonce)))
    throw new StampFault('the random number of the query', 'another one');
}

/** The signature itself has to name the certificate (RFC 5035): another one for the same key is not enough. */
async function checkNamed({ attributes }: SignerInfo, { raw }: X509Certificate): Promise<void> {
  const named = [
    ...namesIn(attributes.get(SIGNING_CERTIFICATE), 'sha1'),
    ...namesIn(attributes.get(SIGNING_CERTIFICATE_V2), 'sha256'),
  ];
  if (named.length === 0)
    throw new StampFault('a signature that names its certificate', 'one that names none');
  for (const { hash, digest } of named) {
    if (!(await digestOf(hash, raw)).equals(digest))
      throw new StampFault("a signature that names the signer's certificate", 'one that names another');
  }
}

/** The first certificate that an attribute names is the signer's; others may follow, and say nothing. */
function namesIn(attribute: Element | undefined, usual: 'sha1' | 'sha256') {
  if (attribute === undefined) return [];
  const what = 'the name of a certificate';
  const identifier = new Parts(attribute.raw, what).open(TAG.sequence).open(TAG.sequence).open(TAG.sequence);
  const algorithm = usual === 'sha1' ? undefined : identifier.takeIf(TAG.sequence);
  const hash = algorithm === undefined ? usual : HASHES[readAlgorithm(algorithm).id];
  if (hash === undefined)
    throw new StampFault('a certificate named by SHA-256, SHA-384 or SHA-512', 'another hash');
  return [{ hash, digest: identifier.take(TAG.octetString).content }];
}

function publicKeyOf(certificate: X509Certificate) {
  try {
    return certificate.publicKey;
  } catch {
    throw new StampFault("a key in the signer's certificate", 'one that cannot be read');
  }
}

/** For time stamps and nothing else, and said so that nobody may pass it over (RFC 3161, 2.3). */
function checkPurpose(certificate: X509Certificate): void {
  const { purposes, keyUsage, isBeyondUs } = fieldsOf(certificate);
  const isAlone = purposes?.ids.length === 1 && purposes.ids[0] === TIME_STAMPING;
  if (!isAlone || !purposes.isCritical) {
    const found = isAlone ? 'not marked critical' : 'another purpose';
    throw new StampFault(
      'a certificate for time stamps alone, marked critical',
      `${nameOf(certificate)}, ${found}`,
    );
  }
  // digitalSignature, nonRepudiation.
  const signs = keyUsage === undefined || ((keyUsage & 0xc0) !== 0 && (keyUsage & 0x3f) === 0);
  if (!signs)
    throw new StampFault('a certificate for signatures alone', `${nameOf(certificate)}, another use`);
  if (isBeyondUs)
    throw new StampFault('a certificate that is understood', `${nameOf(certificate)}, more in it`);
}

/** What stands in an authority's answer: TimeStampResp (RFC 3161) around SignedData (CMS, RFC 5652) around TSTInfo. */
import { type Element, identifierOf, numberOf, Parts, StampFault, TAG, timeOf } from '../crypto/der.ts';
import { SIGNED_DATA, TST_INFO } from '../crypto/object-identifiers.ts';
import { type Algorithm, readAlgorithm } from '../crypto/scheme.ts';

const RESPONSE = 'a time stamp response (RFC 3161)';

export interface TimeStampInfo {
  readonly imprintAlgorithm: string;
  readonly imprint: Buffer;
  readonly serial: string;
  readonly at: Date;
  readonly accuracyMs: number | undefined;
  /** Content of the INTEGER. */
  readonly nonce: Buffer | undefined;
}

/** The one signature, and what it says of itself. */
export interface SignerInfo {
  /** Issuer and serial number of its certificate, as in the certificate; or its subject key identifier. */
  readonly signer: { readonly issuer: Buffer; readonly serial: Buffer } | { readonly keyIdentifier: Buffer };
  readonly digestAlgorithm: string;
  readonly algorithm: Algorithm;
  /** Value of each signed attribute, by its type. */
  readonly attributes: ReadonlyMap<string, Element>;
  /** The bytes that are signed. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

export interface Token {
  readonly info: TimeStampInfo;
  /** The bytes that `info` was read from. */
  readonly content: Buffer;
  /** DER of each certificate in it. */
  readonly certificates: readonly Buffer[];
  readonly signerInfo: SignerInfo;
}

/** Returns the time stamp in an answer. @throws StampFault when there is none, or none that can be read */
export function readAnswer(bytes: Buffer): Token {
  const { refusal, token } = openAnswer(bytes);
  if (refusal !== undefined) throw new StampFault('a time stamp', refusal);
  if (token === undefined) throw new StampFault('a time stamp', 'an answer without one');
  return readToken(token);
}

/** Returns in a few words that the authority says no; `undefined` when it does not, or nothing can be read. */
export function refusalIn(bytes: Buffer): string | undefined {
  try {
    return openAnswer(bytes).refusal;
  } catch (error) {
    if (error instanceof StampFault) return undefined;
    throw error;
  }
}

function openAnswer(bytes: Buffer): {
  readonly refusal: string | undefined;
  readonly token: Element | undefined;
} {
  const outer = new Parts(bytes, RESPONSE);
  const response = outer.open(TAG.sequence);
  outer.end();
  const info = response.open(TAG.sequence);
  const status = numberOf(info.take(TAG.integer), RESPONSE);
  info.takeIf(TAG.sequence);
  const failure = info.takeIf(TAG.bitString);
  info.end();
  const token = response.takeIf(TAG.sequence);
  response.end();
  // 0: granted; 1: granted, with changes.
  const refusal = status <= 1 ? undefined : `a refusal: status ${status}${failureText(failure)}`;
  return { refusal, token };
}

/** Names of PKIFailureInfo's bits. */
const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

function failureText(bits: Element | undefined): string {
  const bytes = bits?.content.subarray(1) ?? Buffer.alloc(0);
  const isSet = (bit: number) => (((bytes[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
  const named = Object.entries(FAILURES).filter(([bit]) => isSet(Number(bit)));
  return named.map(([, name]) => `, ${name}`).join('');
}

function readToken(token: Element): Token {
  const outer = new Parts(token.content, 'a time stamp token');
  expectType(outer.take(TAG.objectIdentifier), SIGNED_DATA, 'signed data');
  const wrapped = outer.open(TAG.context(0));
  outer.end();
  const signedData = wrapped.open(TAG.sequence);
  wrapped.end();
  numberOf(signedData.take(TAG.integer), 'signed data');
  const digestAlgorithms = new Parts(signedData.take(TAG.set).content, 'algorithms').rest();
  const encapsulated = signedData.open(TAG.sequence);
  expectType(encapsulated.take(TAG.objectIdentifier), TST_INFO, 'the content of a time stamp');
  const wrappedContent = encapsulated.open(TAG.context(0));
  encapsulated.end();
  const { content } = wrappedContent.take(TAG.octetString);
  wrappedContent.end();
  const certificates = certificatesIn(signedData.takeIf(TAG.context(0)));
  // Revocation lists: nobody can date them for us.
  signedData.takeIf(TAG.context(1));
  const signers = new Parts(signedData.take(TAG.set).content, 'a signature').rest();
  signedData.end();
  const [signer] = signers;
  if (signer === undefined || signers.length !== 1 || signer.tag !== TAG.sequence) {
    throw new StampFault('exactly one signature', String(signers.length));
  }
  const signerInfo = readSigner(signer);
  if (!digestAlgorithms.map((one) => readAlgorithm(one).id).includes(signerInfo.digestAlgorithm)) {
    throw new StampFault('a signature with an algorithm that the time stamp names', 'another one');
  }
  return { info: readInfo(content), content, certificates, signerInfo };
}

function expectType(element: Element, id: string, what: string): void {
  if (identifierOf(element) !== id) throw new StampFault(what, 'content of another type');
}

/** More than real answers have, and few enough to try each with each. */
const MOST_CERTIFICATES = 16;

function certificatesIn(set: Element | undefined): readonly Buffer[] {
  if (set === undefined) return [];
  const certificates = new Parts(set.content, 'certificates').rest();
  if (certificates.length > MOST_CERTIFICATES) {
    throw new StampFault(`at most ${MOST_CERTIFICATES} certificates`, String(certificates.length));
  }
  return certificates.filter(({ tag }) => tag === TAG.sequence).map(({ raw }) => raw);
}

function readInfo(content: Buffer): TimeStampInfo {
  const what = 'the content of a time stamp';
  const outer = new Parts(content, what);
  const info = outer.open(TAG.sequence);
  outer.end();
  const version = numberOf(info.take(TAG.integer), what);
  if (version !== 1) throw new StampFault('version 1 of a time stamp', `version ${version}`);
  info.take(TAG.objectIdentifier);
  const messageImprint = info.open(TAG.sequence);
  const imprintAlgorithm = readAlgorithm(messageImprint.take(TAG.sequence)).id;
  const imprint = messageImprint.take(TAG.octetString).content;
  messageImprint.end();
  const serial = info.take(TAG.integer).content.toString('hex');
  const at = timeOf(info.take(TAG.generalizedTime), 'a time in UTC');
  const accuracyMs = readAccuracy(info.takeIf(TAG.sequence));
  info.takeIf(TAG.boolean);
  const nonce = info.takeIf(TAG.integer)?.content;
  info.takeIf(TAG.context(0));
  info.takeIf(TAG.context(1));
  info.end();
  return { imprintAlgorithm, imprint, serial, at, accuracyMs, nonce };
}

function readAccuracy(element: Element | undefined): number | undefined {
  if (element === undefined) return undefined;
  const what = 'an accuracy';
  const parts = new Parts(element.content, what);
  const number = (tag: number) => {
    const part = parts.takeIf(tag);
    return part === undefined ? 0 : numberOf(part, what);
  };
  const seconds = number(TAG.integer);
  const milliseconds = number(TAG.primitive(0));
  const microseconds = number(TAG.primitive(1));
  parts.end();
  return seconds * 1000 + milliseconds + Math.ceil(microseconds / 1000);
}

function readSigner(element: Element): SignerInfo {
  const parts = new Parts(element.content, 'a signature (CMS)');
  parts.take(TAG.integer);
  const signer = readSignerIdentifier(parts);
  const digestAlgorithm = readAlgorithm(parts.take(TAG.sequence)).id;
  const attributes = parts.take(TAG.context(0));
  const algorithm = readAlgorithm(parts.take(TAG.sequence));
  const signature = parts.take(TAG.octetString).content;
  // What anybody may have added since.
  parts.takeIf(TAG.context(1));
  parts.end();
  return {
    signer,
    digestAlgorithm,
    algorithm,
    attributes: readAttributes(attributes),
    // Signed as the set that they are, and sent under the tag of their place (RFC 5652, 5.4).
    signed: Buffer.concat([Buffer.of(TAG.set), attributes.raw.subarray(1)]),
    signature,
  };
}

function readSignerIdentifier(parts: Parts): SignerInfo['signer'] {
  const keyIdentifier = parts.takeIf(TAG.primitive(0))?.content;
  if (keyIdentifier !== undefined) return { keyIdentifier };
  const identifier = parts.open(TAG.sequence);
  const issuer = identifier.take(TAG.sequence).raw;
  const serial = identifier.take(TAG.integer).content;
  identifier.end();
  return { issuer, serial };
}

/** Each attribute once, with one value: of two, somebody else might read the other one. */
function readAttributes(set: Element): ReadonlyMap<string, Element> {
  const what = 'signed attributes';
  const attributes = new Map<string, Element>();
  for (const { tag, content } of new Parts(set.content, what).rest()) {
    if (tag !== TAG.sequence) throw new StampFault(what, 'something that is none');
    const attribute = new Parts(content, what);
    const type = identifierOf(attribute.take(TAG.objectIdentifier));
    const [value, ...others] = new Parts(attribute.take(TAG.set).content, what).rest();
    attribute.end();
    if (attributes.has(type)) throw new StampFault('each signed attribute once', 'one that is there twice');
    if (value === undefined || others.length > 0) {
      throw new StampFault(
        'one value of each signed attribute',
        String(value === undefined ? 0 : 1 + others.length),
      );
    }
    attributes.set(type, value);
  }
  return attributes;
}

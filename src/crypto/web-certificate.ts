/**
 * A certificate (RFC 5280) where there is only WebCrypto, with what Node tells of one under the same names. What is
 * judged of it is judged by the same rules: `certificate-fields.ts` reads both from their bytes.
 */
import { fieldsOf } from './certificate-fields.ts';
import { type Element, identifierOf, Parts, StampFault, TAG, timeOf } from './der.ts';
import { isSameName, textOfName } from './names.ts';
import { BASIC_CONSTRAINTS, ECDSA_WITH, ED25519, HASHES, RSA_PSS, RSA_WITH } from './object-identifiers.ts';
import type { Scheme } from './port.ts';
import { readAlgorithm, schemeOf } from './scheme.ts';
import { keyIn, type WebKey } from './web-key.ts';

const WHAT = 'a certificate (X.509)';
const AUTHORITY_KEY_IDENTIFIER = '551d23';
const RSA_WITH_SHA1 = '2a864886f70d010105';
const ECDSA_WITH_SHA1 = '2a8648ce3d0401';
const UTC_TIME = 0x17;
/** Bit 5 of keyUsage, keyCertSign, in its first byte. */
const SIGNS_CERTIFICATES = 0x04;

export class WebCertificate {
  /** DER. */
  readonly raw: Buffer;
  /** What its issuer signed. */
  readonly signed: Buffer;
  readonly signature: Buffer;
  readonly subject: string;
  /** ISO 8601 in UTC. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Whether it may issue others. */
  readonly ca: boolean;
  readonly #algorithm: ReturnType<typeof readAlgorithm>;
  readonly #issuer: Buffer;
  readonly #subject: Buffer;
  readonly #spki: Buffer;
  readonly #extensions: ReadonlyMap<string, Buffer>;
  readonly #mayIssue: boolean;

  /** @throws StampFault when the bytes are no certificate */
  constructor(der: Buffer) {
    const parts = new Parts(der, WHAT).open(TAG.sequence);
    const body = parts.take(TAG.sequence);
    this.raw = der;
    this.signed = body.raw;
    this.#algorithm = readAlgorithm(parts.take(TAG.sequence));
    this.signature = parts.take(TAG.bitString).content.subarray(1);
    parts.end();
    const inside = new Parts(body.content, WHAT);
    inside.takeIf(TAG.context(0));
    inside.take(TAG.integer);
    inside.take(TAG.sequence);
    this.#issuer = inside.take(TAG.sequence).raw;
    const [from, to] = inside.open(TAG.sequence).rest();
    this.#subject = inside.take(TAG.sequence).raw;
    this.#spki = inside.take(TAG.sequence).raw;
    this.#extensions = extensionsIn(inside.rest().find(({ tag }) => tag === TAG.context(3)));
    this.subject = textOfName(this.#subject);
    this.validFrom = instantIn(from);
    this.validTo = instantIn(to);
    const { keyUsage } = fieldsOf(this);
    this.#mayIssue = keyUsage === undefined || (keyUsage & SIGNS_CERTIFICATES) !== 0;
    this.ca = this.#mayIssue && saysItIssues(this.#extensions.get(BASIC_CONSTRAINTS));
  }

  /** @throws Error where it cannot be read */
  get publicKey(): WebKey {
    return keyIn(this.#spki);
  }

  /** Whether it names the other one as its issuer, by name and, where it says so, by key (RFC 5280, 4.2.1.1). */
  namesAsIssuer(issuer: WebCertificate): boolean {
    if (!issuer.#mayIssue || !isSameName(this.#issuer, issuer.#subject)) return false;
    const own = this.#extensions.get(AUTHORITY_KEY_IDENTIFIER);
    const named = own && new Parts(own, WHAT).open(TAG.sequence).rest();
    const identifier = named?.find(({ tag }) => tag === TAG.primitive(0))?.content;
    const serial = named?.find(({ tag }) => tag === TAG.primitive(2))?.content;
    const fields = fieldsOf(issuer);
    if (
      identifier !== undefined &&
      fields.keyIdentifier !== undefined &&
      !fields.keyIdentifier.equals(identifier)
    )
      return false;
    return serial === undefined || fields.serial.equals(serial);
  }

  /** Returns how its signature is made, by a key. @throws StampFault for an algorithm that is not known */
  schemeFor(key: WebKey): Scheme {
    const { id, parameters } = this.#algorithm;
    if (id === RSA_WITH_SHA1 && key.asymmetricKeyType === 'rsa') return { kind: 'rsa', hash: 'sha1' };
    if (id === ECDSA_WITH_SHA1 && key.asymmetricKeyType === 'ec') return { kind: 'ecdsa', hash: 'sha1' };
    const named = RSA_WITH[id] ?? ECDSA_WITH[id] ?? (id === RSA_PSS ? hashOfPss(parameters) : undefined);
    if (named === undefined && id !== ED25519) throw new StampFault(WHAT, 'one signed in another way');
    return schemeOf(this.#algorithm, named ?? 'sha512', key);
  }
}

function hashOfPss(parameters: Element | undefined) {
  const first = parameters && new Parts(parameters.content, WHAT).takeIf(TAG.context(0));
  return first && HASHES[readAlgorithm(new Parts(first.content, WHAT).take(TAG.sequence)).id];
}

function extensionsIn(element: Element | undefined): ReadonlyMap<string, Buffer> {
  const extensions = element === undefined ? [] : new Parts(element.content, WHAT).open(TAG.sequence).rest();
  return new Map(
    extensions.map(({ content }) => {
      const parts = new Parts(content, WHAT);
      const id = identifierOf(parts.take(TAG.objectIdentifier));
      parts.takeIf(TAG.boolean);
      return [id, parts.take(TAG.octetString).content];
    }),
  );
}

function saysItIssues(constraints: Buffer | undefined): boolean {
  if (constraints === undefined) return false;
  return new Parts(constraints, WHAT).open(TAG.sequence).takeIf(TAG.boolean)?.content[0] === 0xff;
}

/** Two digits of a year are those from 1950 to 2049 (RFC 5280, 4.1.2.5.1). */
function instantIn(element: Element | undefined): string {
  if (element === undefined) throw new StampFault(WHAT, 'one without a time');
  if (element.tag !== UTC_TIME) return timeOf(element, WHAT).toISOString();
  const century = Number(element.content.toString('latin1').slice(0, 2)) < 50 ? '20' : '19';
  const content = Buffer.concat([Buffer.from(century), element.content]);
  return timeOf({ ...element, content }, WHAT).toISOString();
}

/** What `node:crypto` does not tell of a certificate (RFC 5280): names as bytes, and extensions with their weight. */
import { type Element, identifierOf, numberOf, Parts, TAG } from './der.ts';
import {
  BASIC_CONSTRAINTS,
  CERTIFICATE_POLICIES,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
  SUBJECT_KEY_IDENTIFIER,
} from './object-identifiers.ts';

interface Extension {
  readonly isCritical: boolean;
  readonly value: Buffer;
}

export interface CertificateFields {
  /** DER of the issuer's name. */
  readonly issuer: Buffer;
  /** Content of the INTEGER. */
  readonly serial: Buffer;
  readonly keyIdentifier: Buffer | undefined;
  /** Identifiers of what it is for, and whether that may be passed over; `undefined` where it does not say. */
  readonly purposes: { readonly isCritical: boolean; readonly ids: readonly string[] } | undefined;
  /** First byte of keyUsage, in which the first bit is digitalSignature; `undefined` where it does not say. */
  readonly keyUsage: number | undefined;
  /** How many authorities may stand between it and a signer; `undefined` for any number. */
  readonly pathLength: number | undefined;
  /** Whether it has a critical extension that is not known here. */
  readonly isBeyondUs: boolean;
}

const WHAT = 'a certificate (X.509)';
const KNOWN = new Set([
  BASIC_CONSTRAINTS,
  CERTIFICATE_POLICIES,
  EXTENDED_KEY_USAGE,
  KEY_USAGE,
  SUBJECT_KEY_IDENTIFIER,
]);

/** Returns the fields. @throws StampFault when the certificate is none in DER */
export function fieldsOf({ raw }: { readonly raw: Buffer }): CertificateFields {
  const body = new Parts(raw, WHAT).open(TAG.sequence).open(TAG.sequence);
  body.takeIf(TAG.context(0));
  const serial = body.take(TAG.integer).content;
  body.take(TAG.sequence);
  const issuer = body.take(TAG.sequence).raw;
  const extensions = extensionsIn(body.rest().find(({ tag }) => tag === TAG.context(3)));
  return {
    issuer,
    serial,
    keyIdentifier: keyIdentifierIn(extensions.get(SUBJECT_KEY_IDENTIFIER)),
    purposes: purposesIn(extensions.get(EXTENDED_KEY_USAGE)),
    keyUsage: keyUsageIn(extensions.get(KEY_USAGE)),
    pathLength: pathLengthIn(extensions.get(BASIC_CONSTRAINTS)),
    isBeyondUs: [...extensions].some(([id, { isCritical }]) => isCritical && !KNOWN.has(id)),
  };
}

function extensionsIn(element: Element | undefined): ReadonlyMap<string, Extension> {
  if (element === undefined) return new Map();
  const extensions = new Parts(element.content, WHAT).open(TAG.sequence).rest();
  return new Map(
    extensions.map(({ content }) => {
      const parts = new Parts(content, WHAT);
      const id = identifierOf(parts.take(TAG.objectIdentifier));
      const isCritical = parts.takeIf(TAG.boolean)?.content[0] === 0xff;
      return [id, { isCritical, value: parts.take(TAG.octetString).content }];
    }),
  );
}

function keyIdentifierIn(extension: Extension | undefined): Buffer | undefined {
  return extension && new Parts(extension.value, WHAT).take(TAG.octetString).content;
}

function purposesIn(extension: Extension | undefined): CertificateFields['purposes'] {
  if (extension === undefined) return undefined;
  const ids = new Parts(extension.value, WHAT).open(TAG.sequence).rest().map(identifierOf);
  return { isCritical: extension.isCritical, ids };
}

function keyUsageIn(extension: Extension | undefined): number | undefined {
  return extension && (new Parts(extension.value, WHAT).take(TAG.bitString).content[1] ?? 0);
}

function pathLengthIn(extension: Extension | undefined): number | undefined {
  if (extension === undefined) return undefined;
  const parts = new Parts(extension.value, WHAT).open(TAG.sequence);
  parts.takeIf(TAG.boolean);
  const length = parts.takeIf(TAG.integer);
  return length && numberOf(length, WHAT);
}

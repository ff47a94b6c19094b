/**
 * The certificates by which time stamps are judged: from a PEM file, or from the configuration itself. They
 * come from whoever runs this, never from the authority's answer: otherwise anyone could be the authority.
 */
import { X509Certificate } from 'node:crypto';
import { isPem } from '../../schemas/config-anchors.ts';
import { ConfigError } from '../errors.ts';
import { readConfigText } from './read-file.ts';

const BLOCK = /-----BEGIN ([^-\r\n]*)-----[\s\S]*?-----END \1-----/g;

/** Returns what is wrong with a PEM text that is to hold certificates and nothing else, or undefined. */
export function certificatesProblem(pem: string): string | undefined {
  if (/-----BEGIN [^-\r\n]*PRIVATE KEY/.test(pem))
    return 'expected certificates only, got a private key; remove it, and consider it known';
  const blocks = [...pem.matchAll(BLOCK)];
  const begun = pem.match(/-----BEGIN /g)?.length ?? 0;
  if (begun === 0)
    return 'expected certificates in PEM, got none; convert them with: openssl x509 -inform DER -in FILE';
  const other = blocks.find(([, label]) => label !== 'CERTIFICATE');
  if (other !== undefined) return 'expected certificates only, got another kind of PEM block; remove it';
  const isWhole = blocks.length === begun && blocks.every(([block]) => canBeRead(block));
  return isWhole ? undefined : 'expected whole certificates, got one that cannot be read; copy it again';
}

/** Returns what is wrong with the `ca` of a connection, or undefined: an absolute path, or the certificates. */
export function authorityProblem(ca: string): string | undefined {
  const read = readPem(ca);
  return 'problem' in read ? read.problem : certificatesProblem(read.pem);
}

/** Returns the certificates of an absolute path or a PEM text. @throws ConfigError naming the file */
export function readAuthorityCertificates(ca: string): readonly X509Certificate[] {
  const read = readPem(ca);
  const problem = 'problem' in read ? read.problem : certificatesProblem(read.pem);
  if (problem === undefined && 'pem' in read)
    return [...read.pem.matchAll(BLOCK)].map(([block]) => new X509Certificate(block));
  const message = problem ?? '';
  const place = isPem(ca) ? 'the certificates in the configuration' : ca;
  throw new ConfigError({
    message: `read time stamp authority: ${place}: ${message}`,
    hint: 'Correct anchors.timestamp.ca, and try it with segment-evidence test.',
    issues: [{ path: 'anchors.timestamp.ca', message }],
  });
}

function readPem(ca: string): { readonly pem: string } | { readonly problem: string } {
  if (isPem(ca)) return { pem: ca };
  const read = readConfigText(ca, ca);
  if ('text' in read) return { pem: read.text };
  const { message } = read.issue;
  const isBinary = message.startsWith('expected UTF-8');
  return { problem: isBinary ? (certificatesProblem('') ?? message) : message };
}

function canBeRead(block: string): boolean {
  try {
    return new X509Certificate(block).raw.length > 0;
  } catch {
    return false;
  }
}

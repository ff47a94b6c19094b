/** Who fixes time from outside, as the configuration file says it. */
import * as z from 'zod';
import { SecretReference } from './config-values.ts';

const A_SECRET = 'put the whole address into a secret and name that: env:NAME';

/** Returns what is wrong with the address of a time stamp authority that stands in the file, or undefined. */
export function authorityAddressProblem(text: string): string | undefined {
  if (SecretReference.safeParse(text).success) return undefined;
  if (!URL.canParse(text)) return 'expected an address such as https://tsa.example/stamp, got another text';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'expected an address that begins with https: or http:, got another scheme';
  if (url.username !== '' || url.password !== '')
    return `expected an address without user name and password, which would stand here in clear; ${A_SECRET}`;
  if (text.includes('?') || text.includes('#'))
    return `expected an address without ? and #, behind which may be a key; ${A_SECRET}`;
  return undefined;
}

/** Whether certificates stand in the file themselves, in place of the path of a file that holds them. */
export const isPem = (text: string) => text.includes('-----BEGIN');

/** Returns what is wrong with the form of `ca`, or undefined; what is in the certificates, `src/config` sees. */
export function authorityFormProblem(text: string): string | undefined {
  if (isPem(text)) return undefined;
  if (/^(?:file|env|secretsmanager|kms):/.test(text))
    return 'expected the path of a PEM file without a prefix, since certificates are no secret; or the certificates themselves';
  return /^(?=\P{Cc}*\S)\P{Cc}+$/u.test(text)
    ? undefined
    : 'expected the path of a PEM file on one line, or the certificates themselves';
}

const ruled = (problemOf: (text: string) => string | undefined) =>
  z.string().refine((text) => problemOf(text) === undefined, {
    error: (issue) => problemOf(String(issue.input)) ?? 'expected another text',
  });

const Timestamp = z.strictObject({
  url: ruled(authorityAddressProblem)
    .meta({ examples: ['https://tsa.example/stamp', 'env:TIMESTAMP_URL'] })
    .describe(
      'Address of the time stamp authority (RFC 3161), http or https; or a reference to a secret that holds it, with user name and password if it needs them.',
    ),
  ca: ruled(authorityFormProblem)
    .meta({ examples: ['./keys/timestamp-ca.pem'] })
    .describe(
      "PEM file with the authority's root certificate, one or several, relative to this file; or the certificates themselves. Stamps of anyone else are not kept.",
    ),
});

export const Anchors = z
  .strictObject({
    timestamp: Timestamp.optional().describe(
      'After each commit the signature is stamped here. The authority learns a digest and the moment, nothing else.',
    ),
  })
  .describe('Who fixes time from outside. Empty in a connection: nobody, for that connection.');
export type Anchors = z.infer<typeof Anchors>;

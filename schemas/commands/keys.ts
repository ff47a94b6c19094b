/** What `keygen --json`, `rotate-key --json`, `fingerprint --json` and `completion --json` print. */
import * as z from 'zod';
import { sha256Hex } from '../manifest.ts';
import { runOfConnection } from './collect.ts';
import { exitCode } from './exit-code.ts';

export const keygenDocument = z.strictObject({
  schema: z.literal('segment-evidence/keygen/v1'),
  keyId: sha256Hex,
  privateKey: z.string().describe('Path of the private key, never the key.'),
  publicKey: z.string().describe('Path of the public key.'),
});

const aboutConnection = {
  connection: z.string(),
  exitCode,
  isNamed: z
    .boolean()
    .describe('Whether the newest record names the next key: then the old one signs nothing more.'),
};

export const rotateKeyDocument = z.strictObject({
  schema: z.literal('segment-evidence/rotate-key/v1'),
  newKey: z.strictObject({ keyId: sha256Hex, reference: z.string().describe('A reference, never the key.') }),
  connections: z.array(
    z.union([
      z.strictObject({ ...aboutConnection, run: runOfConnection }),
      z.strictObject({
        ...aboutConnection,
        namedBy: z
          .strictObject({ chain: z.int().positive(), seq: z.int().nonnegative() })
          .describe('The record that names the key already: nothing was committed.'),
      }),
    ]),
  ),
  configure: z
    .array(
      z.strictObject({
        connections: z.array(z.string()),
        where: z.string().describe('Where the old key is named: FILE:LINE:COLUMN, or a variable.'),
        isOwn: z
          .boolean()
          .describe('It goes into each of the connections, since others go on with the old key.'),
        signing: z.strictObject({ key: z.string(), previousKeys: z.array(z.string()) }),
        oldKey: z.strictObject({
          keyId: sha256Hex,
          file: z.string().describe('Where the public key is, or where to keep it.'),
          isThere: z.boolean(),
          publicKey: z.string().describe('In PEM.'),
        }),
      }),
    )
    .describe('What to write in the configuration before the next run.'),
});

export const fingerprintDocument = z.strictObject({
  schema: z.literal('segment-evidence/fingerprint/v1'),
  context: z.enum(['segment/write-key', 'segment/token', 'segment/setting', 'email', 'subject']),
  fingerprint: z.string().regex(/^hmac-sha256:[0-9a-f]{8}:[A-Za-z0-9_-]{22}$/),
  keyId: z.string().regex(/^[0-9a-f]{8}$/),
});

export const completionDocument = z.strictObject({
  schema: z.literal('segment-evidence/completion/v1'),
  shell: z.enum(['bash', 'zsh', 'fish']),
  script: z.string(),
});

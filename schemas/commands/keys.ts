/** What `keygen --json`, `fingerprint --json` and `completion --json` print. */
import * as z from 'zod';
import { sha256Hex } from '../manifest.ts';

export const keygenDocument = z.strictObject({
  schema: z.literal('segment-evidence/keygen/v1'),
  keyId: sha256Hex,
  privateKey: z.string().describe('Path of the private key, never the key.'),
  publicKey: z.string().describe('Path of the public key.'),
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

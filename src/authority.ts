/**
 * Composition of the time stamp authority: configuration and surroundings in, an authority out. Contacts no one,
 * and reads no file, before it is asked: what is wrong then costs a stamp and never a commit.
 */
import type { X509Certificate } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { askAuthority } from './anchor/authority.ts';
import { readAuthorityCertificates } from './config/authority-certificates.ts';
import type { EffectiveConnection } from './config/effective.ts';
import type { Environment } from './config/environment.ts';
import { proxyFor } from './config/proxy.ts';
import { resolveSecret } from './config/secrets.ts';
import { openSecrets, type Secrets } from './credentials.ts';
import { SecretError } from './errors.ts';
import type { StampAuthority } from './run/deps.ts';
import { TOOL_VERSION } from './tool-version.ts';

interface AuthorityExtras {
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Called with a secret as soon as it is known, so that no log line may hold it. */
  readonly onSecret: (secret: string) => void;
}

/** Of the time that a run waits for a stamp, what is left to the authority: the rest is for storing its answer. */
const ANSWER_MS = 4_500;

/** Returns who stamps the records of a connection; undefined where nobody is named. */
export function authorityOf(
  { timestamp }: Pick<EffectiveConnection, 'timestamp'>,
  { env, signal, onSecret }: AuthorityExtras,
): StampAuthority | undefined {
  if (timestamp === null) return undefined;
  const secrets = openSecrets(env);
  return {
    stop: signal,
    stamp: async (signature, end) => {
      const authorities = readAuthorityCertificates(timestamp.ca);
      const url = await addressOf(timestamp.url, secrets, onSecret);
      const settings = {
        url,
        authorities,
        proxyUrl: proxyFor(url.href, env)?.url,
        timeoutMs: ANSWER_MS,
        newNonce: randomBytes,
        signal: end,
        userAgent: `segment-evidence/${TOOL_VERSION}`,
      };
      return askAuthority(settings, signature);
    },
  };
}

/** Returns an address as it is written, or as a secret has it. @throws SecretError */
async function addressOf(url: string, secrets: Secrets, onSecret: (secret: string) => void): Promise<URL> {
  if (/^https?:/i.test(url)) return new URL(url);
  const secret = await resolveSecret(url, secrets);
  const text = secret.reveal();
  onSecret(text);
  const address = URL.canParse(text) ? new URL(text) : undefined;
  if (address === undefined || !/^https?:$/.test(address.protocol))
    throw unusable(url, 'an address that begins with https: or http:, got another text');
  if (address.password !== '') onSecret(decodeURIComponent(address.password));
  if (address.protocol === 'http:' && address.username + address.password !== '')
    throw unusable(url, 'an https address, since there is a password in it, got http');
  return address;
}

function unusable(reference: string, expected: string): SecretError {
  return new SecretError({
    reference,
    message: `fetch secret: ${reference}: expected ${expected}`,
    hint: 'Store the address of the time stamp authority where anchors.timestamp.url points.',
  });
}

/** Returns the certificates by which a connection's time stamps are judged; none where nobody stamps it. @throws ConfigError */
export function certificatesFor({
  timestamp,
}: Pick<EffectiveConnection, 'timestamp'>): readonly X509Certificate[] {
  return timestamp === null ? [] : readAuthorityCertificates(timestamp.ca);
}

/**
 * The rules of the configuration file that no JSON Schema can say: which host may receive a token.
 * Each guard stops a token from leaving in clear, or to a host that no one meant.
 * Messages never repeat the value: it may hold a password.
 */

/** Segment's two hosts that are read, by region. */
export const SEGMENT_HOSTS = {
  us: 'https://api.segmentapis.com',
  eu: 'https://eu1.api.segmentapis.com',
} as const;

/** Segment's two hosts that messages are sent to. What goes to the wrong one is lost without an error. */
export const TRACKING_HOSTS = {
  us: 'https://api.segment.io',
  eu: 'https://events.eu1.segmentapis.com',
} as const;

/** Returns the hosts that a connection of this type talks to. */
export function hostsOf(type: unknown): typeof SEGMENT_HOSTS | typeof TRACKING_HOSTS {
  return type === 'write-key' ? TRACKING_HOSTS : SEGMENT_HOSTS;
}

const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\])$/;

/** Returns true for 127.0.0.0/8, ::1 and localhost, as `URL` spells them. */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** Returns what is wrong with a host's URL, or undefined. Trust is another question: see `needsTrust`. */
export function hostProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'expected a URL such as https://api.segmentapis.com';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return 'expected an https URL, got another scheme';
  if (url.username !== '' || url.password !== '')
    return 'expected a URL without user name and password; remove them';
  if (text.includes('?') || text.includes('#')) return 'expected a URL without ? and #; remove them';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'expected https, got http on a host that is not loopback: the secret would travel in clear; use https';
  }
  return undefined;
}

/** Returns whether a URL is an https host other than these of Segment's; only `trustBaseUrl: true` allows those. */
export function needsTrust(value: unknown, hosts: Readonly<Record<string, string>> = SEGMENT_HOSTS): boolean {
  if (typeof value !== 'string' || hostProblem(value) !== undefined) return false;
  const url = new URL(value);
  return url.protocol === 'https:' && !Object.values(hosts).includes(url.origin);
}

/** Returns what is wrong with where a write-key connection sends to, beyond what is wrong with any URL. */
export function trackingUrlProblem(value: unknown): string | undefined {
  if (typeof value !== 'string' || hostProblem(value) !== undefined) return undefined;
  return /^\/(?:v1\/?)?$/.test(new URL(value).pathname)
    ? undefined
    : 'expected a host without a path, since /v1/batch is added to it; remove the path';
}

/** Returns whether the value can have keys. Rules run on unchecked input too, so that all problems show at once. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

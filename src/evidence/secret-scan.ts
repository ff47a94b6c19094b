/**
 * Looks for secrets written into a program or a query: how many of which kind. What was found is never kept, not even
 * as a fingerprint, which a guess could be held against. Pure. All repetitions are bounded: no text makes this slow.
 */

interface SecretKind {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Group of the pattern that holds the secret itself; default: all of it. */
  readonly group?: number;
  /** Whether what the pattern found is one. */
  readonly isMeant?: (text: string, name: string) => boolean;
}

/** In order: the first kind that finds something has it. */
const KINDS: readonly SecretKind[] = [
  { kind: 'private-key', pattern: /-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----/g },
  { kind: 'aws-access-key-id', pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g },
  { kind: 'azure-account-key', pattern: /\bAccountKey=[A-Za-z0-9+/]{40,100}={0,2}/g },
  { kind: 'google-key', pattern: /\bAIza[\w-]{35}|\bGOCSPX-[\w-]{20,60}|\bya29\.[\w-]{20,300}/g },
  {
    kind: 'json-web-token',
    pattern: /\beyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,1000}/g,
  },
  { kind: 'github-token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}|\bgithub_pat_\w{50,255}/g },
  { kind: 'gitlab-token', pattern: /\bgl(?:pat|dt|rt|ptt)-[\w-]{20,100}/g },
  { kind: 'npm-token', pattern: /\bnpm_[A-Za-z0-9]{36}\b/g },
  { kind: 'slack-token', pattern: /\bxox[abeoprs]-[\w-]{10,250}|\bxapp-\d-[\w-]{10,250}/g },
  { kind: 'slack-webhook', pattern: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/[\w/]{10,120}/g },
  { kind: 'stripe-key', pattern: /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{10,250}|\bwhsec_[\w+/]{20,100}/g },
  { kind: 'sendgrid-key', pattern: /\bSG\.[\w-]{16,64}\.[\w-]{16,64}/g },
  { kind: 'mailgun-key', pattern: /\bkey-[0-9a-f]{32}\b/g },
  { kind: 'mailchimp-key', pattern: /\b[0-9a-f]{32}-us\d{1,2}\b/g },
  { kind: 'twilio-key', pattern: /\bSK[0-9a-f]{32}\b/g },
  { kind: 'segment-token', pattern: /\bsgp_[A-Za-z0-9]{40,100}/g },
  { kind: 'databricks-token', pattern: /\bdapi[0-9a-f]{32}(?:-\d)?\b/g },
  { kind: 'shopify-token', pattern: /\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b/g },
  { kind: 'model-provider-key', pattern: /\bsk-(?:ant-|proj-|svcacct-)?[\w-]{20,250}/g, isMeant: isMixed },
  {
    kind: 'password-in-address',
    pattern: /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s:/?#@"'`]{0,100}:([^\s/@"'`]{3,200})@/gi,
    group: 1,
    isMeant: (text) => !isPlaceholder(text),
  },
  {
    kind: 'authorization-header',
    pattern: /\b(?:Bearer|Basic|Token) ([A-Za-z0-9._~+/-]{16,4000}={0,2})/g,
    group: 1,
    isMeant: isMixed,
  },
  {
    kind: 'assigned-secret',
    pattern:
      /([\w$-]{0,40}(?:key|secret|token|password|passwd|pwd|passphrase|credentials?|authorization))["'`]?\s{0,20}(?:[:=]|=>|:=)\s{0,20}(["'`])((?:(?!\2)[^\s\\]){6,500})\2/gi,
    group: 3,
    isMeant: isAssignedSecret,
  },
  {
    kind: 'random-text',
    pattern: /(["'`])([A-Za-z0-9+/_=-]{32,500})\1/g,
    group: 2,
    isMeant: (text) => isMixed(text) && bitsPerCharacter(text) >= 3.2 && !/^[0-9a-f-]{36}$/i.test(text),
  },
];

export interface ScanResult {
  /** How many of which kind, by kind. */
  readonly counts: Readonly<Record<string, number>>;
  /** What was found and looks made by a generator: to be searched for elsewhere, never to be kept. */
  readonly found: readonly string[];
}

/** Kinds that look like nothing else: who finds one in whatever file need not ask again. */
export const CERTAIN_KINDS: ReadonlySet<string> = new Set([
  'private-key',
  'aws-access-key-id',
  'google-key',
  'github-token',
  'gitlab-token',
  'slack-token',
  'slack-webhook',
  'stripe-key',
  'sendgrid-key',
  'segment-token',
]);

/** Returns what is found in a text; `only`: of these kinds. */
export function scanForSecrets(text: string, only?: ReadonlySet<string>): ScanResult {
  const counts: Record<string, number> = {};
  const found: string[] = [];
  let left = text;
  for (const { kind, pattern, group = 0, isMeant = () => true } of KINDS) {
    if (only?.has(kind) === false) continue;
    left = left.replace(pattern, (match: string, ...groups: readonly string[]) => {
      const secret = group === 0 ? match : (groups[group - 1] ?? '');
      if (!isMeant(secret, groups[0] ?? '')) return match;
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (secret.length >= 16 && isMixed(secret)) found.push(secret);
      // What one kind has found is no other kind's.
      return ' '.repeat(match.length);
    });
  }
  return { counts, found };
}

function isMixed(text: string): boolean {
  return /\d/.test(text) && /[A-Za-z]/.test(text);
}

/** Where a value is put in later, or stands for one that must not be shown. */
function isPlaceholder(text: string): boolean {
  return (
    /\$\{|\{\{|<[^>]*>|^%|^(.)\1*$|[\u2022*]{3}/.test(text) || /^(?:your|my|example|changeme|xxx)/i.test(text)
  );
}

/** A password may be any word; a key or a token that is one is rather the name of a header or of a setting. */
function isAssignedSecret(text: string, name: string): boolean {
  if (isPlaceholder(text) || /^(?:\$\.|[a-z]+:\/\/|https?:)/i.test(text)) return false;
  if (/pass(?:word|wd|phrase)|pwd$/i.test(name)) return true;
  return text.length >= 8 && isMixed(text) && !/^[\w-]+(?:\.[\w-]+)+$/.test(text);
}

/** Shannon entropy: of what a person wrote it is lower than of what a generator made. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

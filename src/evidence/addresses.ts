/**
 * E-mail addresses inside other text, such as a filter's condition. Found from each `@` outwards and
 * within the longest that an address may be (RFC 5321), so that no text can make the search slow.
 */

const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;
// With marks and joiners: many scripts cannot write a name without them, and accents may stand apart.
const LOCAL = /[\p{L}\p{N}\p{M}\u200c-\u200d.!#$%&'*+/?^_`{|}~-]/u;
const DOMAIN = /[\p{L}\p{N}\p{M}\u200c-\u200d.-]/u;

/** Returns the text with everything that looks like an e-mail address replaced. */
export function withholdAddresses(text: string, replace: (address: string) => string): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const start = startOfLocal(text, at, done);
    const end = endOfDomain(text, at);
    if (start === at || !/\.[\p{L}\p{N}\p{M}\u200c-\u200d-]*\p{L}/u.test(text.slice(at, end))) continue;
    parts.push(text.slice(done, start), replace(text.slice(start, end)));
    done = end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

function startOfLocal(text: string, at: number, from: number): number {
  let start = at;
  for (;;) {
    const before = characterBefore(text, start);
    if (start - before.length < from || at - start >= LONGEST_LOCAL || !LOCAL.test(before)) break;
    start -= before.length;
  }
  // A quote opens the literal, it does not begin the address.
  while (start < at && /["'`]/.test(text.charAt(start))) start += 1;
  return start;
}

function endOfDomain(text: string, at: number): number {
  let end = at + 1;
  for (;;) {
    const next = String.fromCodePoint(text.codePointAt(end) ?? 0);
    if (end - at > LONGEST_DOMAIN || !DOMAIN.test(next)) break;
    end += next.length;
  }
  while (end > at + 1 && /[.-]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

/** The whole character that ends before a position: two units where it takes two; empty at the start. */
function characterBefore(text: string, end: number): string {
  const pair = text.slice(Math.max(0, end - 2), end);
  return pair.length === 2 && pair.codePointAt(0) !== pair.charCodeAt(0) ? pair : pair.slice(-1);
}

/** Returns an address in one form: the same mailbox has one fingerprint, however it is written. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase().normalize('NFC');
}

/**
 * E-mail addresses inside other text, such as a filter's condition. Found from each `@` outwards and
 * within the longest that an address may be (RFC 5321), so that no text can make the search slow.
 */

const LONGEST_LOCAL = 64;
const LONGEST_DOMAIN = 255;
const LOCAL = /[\p{L}\p{N}.!#$%&'*+/?^_`{|}~-]/u;
const DOMAIN = /[\p{L}\p{N}.-]/u;

/** Returns the text with everything that looks like an e-mail address replaced. */
export function withholdAddresses(text: string, replace: (address: string) => string): string {
  const parts: string[] = [];
  let done = 0;
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    const start = startOfLocal(text, at, done);
    const end = endOfDomain(text, at);
    if (start === at || !/\.[\p{L}\p{N}-]*\p{L}/u.test(text.slice(at, end))) continue;
    parts.push(text.slice(done, start), replace(text.slice(start, end)));
    done = end;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

function startOfLocal(text: string, at: number, from: number): number {
  let start = at;
  while (start > from && at - start < LONGEST_LOCAL && LOCAL.test(text.charAt(start - 1))) start -= 1;
  // A quote opens the literal, it does not begin the address.
  while (start < at && /["'`]/.test(text.charAt(start))) start += 1;
  return start;
}

function endOfDomain(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && end - at <= LONGEST_DOMAIN && DOMAIN.test(text.charAt(end))) end += 1;
  while (end > at + 1 && /[.-]/.test(text.charAt(end - 1))) end -= 1;
  return end;
}

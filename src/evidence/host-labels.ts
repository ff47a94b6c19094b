/** Hosts as they may be told: a label that a generator may have made is a secret as likely as a name. Pure. */

/** At most as long as a DNS name, so that no text can make this slow. */
const HOST = /^(?:[\p{L}\p{N}_-]{1,63}\.){0,30}[\p{L}\p{N}_-]{1,63}\.?$/u;

/** Returns whether a text can be a host's name or address. */
export function isHost(text: string): boolean {
  return HOST.test(text);
}

/** Returns a dotted name with each label of 16 or more mixed letters and digits as `*`. */
export function maskLabels(text: string): string {
  return text
    .split('.')
    .map((label) => (isMixed(label) ? '*' : label))
    .join('.');
}

function isMixed(label: string): boolean {
  const runs = [label.replaceAll(/[-_ ]/g, ''), ...label.split(/[-_ ]/)];
  const [whole = '', ...parts] = runs.filter(
    (run) => run.length >= 16 && /\p{L}/u.test(run) && /\p{N}/u.test(run),
  );
  // Joined by hyphens it is a name made of words, unless all of it is hexadecimal, as a UUID is.
  return parts.length > 0 || (whole !== '' && (/^[0-9a-f]+$/i.test(whole) || !/[-_ ]/.test(label)));
}

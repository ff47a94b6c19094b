/**
 * Which hosts a program or a query names, in its code, texts and comments alike: where data may go. Pure.
 * A user, password, port, path and query are never part of it.
 */
import { isHost, maskLabels } from './host-labels.ts';

/** Stands for a part that is only known when the program runs; in no text by itself. */
const BUILT = '\uf8ff';
const PLACEHOLDER = /\$\{[^{}]{0,200}\}|\{\{[^{}]{0,200}\}\}|%[sdv]/g;
/** No host is in an address with one of these. */
const WITHOUT_HOST = /^(?:file|s3a?|s3n|gs|arn|urn)$/;
const ADDRESS = /\b([a-z][a-z0-9+.-]{0,20}):\/\/([^\s"'`<>\\)}|;,]{0,2000})(["'`]\s{0,20}[+.]|["'`])?/gi;
const NAMED_HOST =
  /(?:host(?:_?name)?|server|endpoint|domain|base_?ur[il])["']?\s{0,20}[:=]\s{0,20}["'`]([^"'`\s/:?#]{1,253})/gi;
/** An address behind the first `@`: what stands before it may be half of a password with a slash in it. */
const HOST_AFTER_AT = /@(?:[\p{L}\p{N}-]{1,63}\.){1,30}\p{L}{2,63}(?![\p{L}\p{N}-])/u;

/** Returns the hosts named, sorted, each once. `*` stands for a part that is built when the program runs, or masked. */
export function hostsNamedIn(text: string): readonly string[] {
  const readable = text.replaceAll(BUILT, '').replace(PLACEHOLDER, BUILT);
  const hosts = new Set<string>();
  for (const [, scheme = '', rest = '', end = ''] of readable.matchAll(ADDRESS)) {
    if (WITHOUT_HOST.test(scheme.toLowerCase())) continue;
    const host = hostOfAddress(rest, end.length > 1);
    if (host !== undefined) hosts.add(host);
  }
  for (const [, named = ''] of readable.matchAll(NAMED_HOST)) {
    const host = told(named);
    if (host !== undefined && /[.*]|^localhost$/.test(host)) hosts.add(host);
  }
  return [...hosts].sort();
}

/** `isContinued`: the text ends here and the program adds to it. */
function hostOfAddress(rest: string, isContinued: boolean): string | undefined {
  const [authority = ''] = rest.split(/[/?#]/, 1);
  const path = rest.slice(authority.length);
  if (HOST_AFTER_AT.test(path)) return undefined;
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const isOpen = isContinued && path === '' && /^$|[.-]$/.test(host);
  return told(isOpen ? `${host}${BUILT}` : host);
}

function told(host: string): string | undefined {
  const name = host.replace(/:(?:\d{1,5}|\uf8ff)$/, '').toLowerCase();
  if (/^\[[0-9a-f:.]{2,45}\]$/.test(name)) return name;
  const labels = name.replace(/\.$/, '').split('.');
  const fixed = labels.map((label) => (label.includes(BUILT) ? BUILT : label));
  if (!fixed.every((label) => label === BUILT || isHost(label))) return undefined;
  return fixed.map((label) => (label === BUILT ? '*' : maskLabels(label))).join('.');
}

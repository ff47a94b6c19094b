/** Whether requests to a host go through a proxy, as the environment says. */
import { isIPv6 } from 'node:net';
import { ConfigError, type ConfigIssue } from '../errors.ts';
import type { Environment } from './environment.ts';

export interface ProxyAddress {
  /** With credentials, if it has any: for the connection only. */
  readonly url: string;
  /** Host and port: what may be recorded. */
  readonly host: string;
}

/**
 * Returns the proxy for an address: `HTTPS_PROXY` unless `NO_PROXY` names the host, one of its parent
 * domains or `*`. Plain http is for loopback only and never goes through a proxy.
 *
 * @throws ConfigError when the variable names no proxy: who wants one must not be led past it
 */
export function proxyFor(address: string, env: Environment): ProxyAddress | undefined {
  const target = new URL(address);
  const variable = variableOf(env);
  if (variable === undefined || target.protocol !== 'https:' || isExempt(target, env)) return undefined;
  const url = parseProxy(variable.value);
  if (url === undefined)
    throw new ConfigError({
      message: `find proxy: ${variable.name}: ${NOT_A_PROXY}`,
      issues: proxyIssues(env),
    });
  return { url: url.href, host: url.host };
}

/** Returns a problem when the variable names no proxy. Its value is in none: it may hold a password. */
export function proxyIssues(env: Environment): readonly ConfigIssue[] {
  const variable = variableOf(env);
  if (variable === undefined || parseProxy(variable.value) !== undefined) return [];
  return [{ path: variable.name, message: NOT_A_PROXY }];
}

const NOT_A_PROXY =
  'expected the address of an http or https proxy, such as http://proxy.example:3128, got another';

/** Where a name is written in both ways, one that says something counts before one that is empty. */
function variableOf(env: Environment, name = 'HTTPS_PROXY'): { name: string; value: string } | undefined {
  for (const written of [name, name.toLowerCase()]) {
    const value = env[written]?.trim() ?? '';
    if (value !== '') return { name: written, value };
  }
  return undefined;
}

/** Without a scheme it is http, as everywhere. */
function parseProxy(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (/\s/.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  try {
    decodeURIComponent(url.username + url.password);
    return url;
  } catch {
    return undefined;
  }
}

function isExempt(target: URL, env: Environment): boolean {
  const entries = variableOf(env, 'NO_PROXY')?.value.split(/[\s,]+/) ?? [];
  const host = undotted(target.hostname);
  const port = target.port === '' ? '443' : target.port;
  return entries.some((entry) => {
    if (entry === '*') return true;
    const exempt = parseEntry(entry);
    if (exempt === undefined || (exempt.port !== undefined && exempt.port !== port)) return false;
    return host === exempt.host || host.endsWith(`.${exempt.host}`);
  });
}

/** Reads a host or a domain, with or without dots around it and with or without a port, as a URL would have it. */
function parseEntry(entry: string): { host: string; port: string | undefined } | undefined {
  const [, name = '', port] =
    (isIPv6(entry) ? [entry, `[${entry}]`] : /^(.+?)(?::(\d+))?$/.exec(entry)) ?? [];
  const address = `https://${name.replace(/^\*?\./, '')}`;
  const host = URL.canParse(address) ? undotted(new URL(address).hostname) : '';
  return host === '' ? undefined : { host, port };
}

const undotted = (host: string) => host.replace(/\.$/, '');

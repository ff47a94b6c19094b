/** Whether requests to a host go through a proxy, as the environment says. */
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
 */
export function proxyFor(address: string, env: Environment): ProxyAddress | undefined {
  const url = env['HTTPS_PROXY'] ?? env['https_proxy'];
  const target = new URL(address);
  if (url === undefined || url === '' || target.protocol !== 'https:' || !URL.canParse(url)) return undefined;
  const exempt = (env['NO_PROXY'] ?? env['no_proxy'] ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return exempt.some((name) => isExempt(target, name)) ? undefined : { url, host: new URL(url).host };
}

function isExempt({ hostname, host }: URL, name: string): boolean {
  if (name === '*') return true;
  const domain = name.replace(/^\*?\./, '').toLowerCase();
  return hostname === domain || host === domain || hostname.endsWith(`.${domain}`);
}

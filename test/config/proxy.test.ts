import { describe, expect, it } from 'vitest';
import { proxyFor } from '../../src/config/proxy.ts';
import { load, MINIMAL, problemsOf } from './folder.ts';

const SEGMENT = 'https://api.segmentapis.com';
const PROXY = 'http://proxy.example:3128';
const hostFor = (env: Readonly<Record<string, string>>, address = SEGMENT) => proxyFor(address, env)?.host;

describe('the proxy', () => {
  it.each([
    ['as an address', 'http://proxy.example:3128', 'proxy.example:3128'],
    ['by https', 'https://proxy.example', 'proxy.example'],
    ['without a scheme', 'proxy.example:3128', 'proxy.example:3128'],
    ['by a name alone', 'proxy', 'proxy'],
    ['that is called localhost, without a scheme', 'localhost:3128', 'localhost:3128'],
    ['by a number, without a scheme', '10.0.0.1:3128', '10.0.0.1:3128'],
    ['by a number with colons, without a scheme', '[fd00::1]:3128', '[fd00::1]:3128'],
    ['with only the slashes of a scheme', '//proxy.example:3128', 'proxy.example:3128'],
    ['with a final slash', 'proxy.example:3128/', 'proxy.example:3128'],
    ['with a log-in', 'http://me:pass%40word@proxy.example:3128', 'proxy.example:3128'],
    ['with a log-in, without a scheme', 'me:word@proxy.example:3128', 'proxy.example:3128'],
    ['in capitals, with blanks around it', '  HTTP://Proxy.Example:3128 ', 'proxy.example:3128'],
  ])('is used when it is named %s, and is recorded without credentials', async (_title, value, host) => {
    expect(hostFor({ HTTPS_PROXY: value })).toBe(host);
    expect(proxyFor(SEGMENT, { HTTPS_PROXY: value })?.url).toMatch(/^https?:\/\//);
    expect((await load(MINIMAL, { env: { HTTPS_PROXY: value } })).connections).toHaveLength(1);
  });

  it.each([
    'socks5://proxy.example:1080',
    'ftp://proxy.example',
    'http://',
    'http:proxy.example:3128',
    'proxy.example:99999',
    'proxy.example:port',
    'two words',
    'http://me:hunter22%@proxy.example:3128',
    'http://me:hunter22@proxy.example:3128:1',
  ])('is refused, not passed by and not repeated, when the variable says %s', async (value) => {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) {
      const expected = `${name}: expected the address of an http or https proxy, such as ${PROXY}, got another`;

      expect(await problemsOf(MINIMAL, { env: { [name]: value } })).toEqual([expected]);
      expect(() => hostFor({ [name]: value })).toThrow(`find proxy: ${expected}`);
    }
  });

  it.each([
    ['in capitals alone', { HTTPS_PROXY: PROXY }, 'proxy.example:3128'],
    ['in small letters alone', { https_proxy: PROXY }, 'proxy.example:3128'],
    ['in both', { HTTPS_PROXY: PROXY, https_proxy: 'http://other.example' }, 'proxy.example:3128'],
    ['in small letters beside an empty one', { HTTPS_PROXY: '', https_proxy: PROXY }, 'proxy.example:3128'],
    ['in capitals beside an empty one', { HTTPS_PROXY: PROXY, https_proxy: '' }, 'proxy.example:3128'],
    ['beside a blank one', { HTTPS_PROXY: ' ', https_proxy: PROXY }, 'proxy.example:3128'],
    ['nowhere', { HTTPS_PROXY: '', https_proxy: '' }, undefined],
    ['for http only', { HTTP_PROXY: PROXY, http_proxy: PROXY }, undefined],
  ])('is the one that is named %s', (_title, env, host) => {
    expect(hostFor(env as Readonly<Record<string, string>>)).toBe(host);
  });

  it('is not for plain http, which is loopback', () => {
    expect(hostFor({ HTTPS_PROXY: PROXY }, 'http://127.0.0.1:8080')).toBeUndefined();
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['a host', 'api.segmentapis.com', SEGMENT],
    ['a host in capitals', 'API.SegmentAPIs.com', SEGMENT],
    ['a host with its port', 'api.segmentapis.com:443', SEGMENT],
    ['a host with another port of its own', 'hooks.example:8443', 'https://hooks.example:8443/in'],
    ['a host whatever the port', 'hooks.example', 'https://hooks.example:8443/in'],
    ['a host with a final dot', 'api.segmentapis.com.', SEGMENT],
    ['a host with a final dot and a port', 'api.segmentapis.com.:443', SEGMENT],
    ['a host that is asked for with a final dot', 'api.segmentapis.com', 'https://api.segmentapis.com./'],
    ['a host with dots on both sides', '.api.segmentapis.com.', 'https://api.segmentapis.com./'],
    ['a domain', 'segmentapis.com', SEGMENT],
    ['a domain with a dot before it', '.segmentapis.com', SEGMENT],
    ['a domain with a star before it', '*.segmentapis.com', SEGMENT],
    ['a domain with a port', '.segmentapis.com:443', SEGMENT],
    ['a star', '*', SEGMENT],
    ['one of several', 'a.example, b.example:80,api.segmentapis.com', SEGMENT],
    ['one of several by blanks', 'a.example  api.segmentapis.com', SEGMENT],
    ['a name outside ASCII', 'bücher.example', 'https://xn--bcher-kva.example/'],
    ['a number', '10.0.0.5', 'https://10.0.0.5/in'],
    ['a number with colons', 'fd00::5', 'https://[fd00::5]/in'],
    ['a number with colons with a port', '[FD00::5]:443', 'https://[fd00::5]/in'],
  ])('exempts %s: %s', (_title, names, address) => {
    for (const name of ['NO_PROXY', 'no_proxy'])
      expect(hostFor({ HTTPS_PROXY: PROXY, [name]: names }, address)).toBeUndefined();
  });

  it.each([
    ['another host', 'api.segment.io', SEGMENT],
    ['another port', 'api.segmentapis.com:8443', SEGMENT],
    ['the usual port', 'hooks.example:443', 'https://hooks.example:8443/in'],
    ['what only ends alike', 'mentapis.com', SEGMENT],
    ['a child', 'eu1.api.segmentapis.com', SEGMENT],
    ['the last digits of a number', '0.5', 'https://10.0.0.5/in'],
    ['nothing', '', SEGMENT],
    ['nothing but commas and dots', ', ., ,', SEGMENT],
  ])('does not exempt by %s: %s', (_title, names, address) => {
    expect(hostFor({ HTTPS_PROXY: PROXY, NO_PROXY: names }, address)).toBe('proxy.example:3128');
  });

  it.each([
    { NO_PROXY: '', no_proxy: 'segmentapis.com' },
    { NO_PROXY: 'segmentapis.com', no_proxy: '' },
  ])('is not hidden by an empty one: %o', (env) => {
    expect(hostFor({ HTTPS_PROXY: PROXY, ...env })).toBeUndefined();
  });
});

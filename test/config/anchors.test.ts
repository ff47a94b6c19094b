/** Who fixes time from outside: what may be written, what is refused where it stands, and what a run still does. */
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { showConfig, validateConfig } from '../../src/commands/config.ts';
import { readAuthorityCertificates } from '../../src/config/authority-certificates.ts';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';
import { ROOT_CERTIFICATE } from './certificate.ts';
import { FILE, folderWith, load, MINIMAL, problemsOf } from './folder.ts';

const anchored = (url: string, ca = './tsa.pem') =>
  `${MINIMAL}anchors: { timestamp: { url: "${url}", ca: "${ca}" } }\n`;
const GOOD = anchored('https://tsa.example/stamp');
const indented = ROOT_CERTIFICATE.replaceAll(/^(?=.)/gm, '      ');
const INLINE = `${MINIMAL}anchors:\n  timestamp:\n    url: http://tsa.example\n    ca: |\n${indented}`;
const PRIVATE_KEY = String(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
);

describe('a time stamp authority', () => {
  it('is nobody unless one is named', async () => {
    expect((await load(MINIMAL)).connections[0]?.timestamp).toBeNull();
  });

  it('has an address and a file that is relative to the configuration', async () => {
    const cwd = folderWith({ [FILE]: GOOD });

    expect((await loadConfig({ env: {}, cwd })).connections[0]?.timestamp).toEqual({
      url: 'https://tsa.example/stamp',
      ca: join(cwd, 'tsa.pem'),
    });
  });

  it('may have its address in a secret, and its certificates in the configuration', async () => {
    const cwd = folderWith({ [FILE]: anchored('file:./tsa-address') });
    expect((await loadConfig({ env: {}, cwd })).connections[0]?.timestamp?.url).toBe(
      `file:${join(cwd, 'tsa-address')}`,
    );

    const ca = (await load(INLINE)).connections[0]?.timestamp?.ca ?? '';
    expect(readAuthorityCertificates(ca).map(({ subject }) => subject)).toEqual([
      'O=TSA Example\nCN=Example Root',
    ]);
  });

  it('is another one, or nobody, where a connection says so', async () => {
    const text = `${MINIMAL}    anchors: { timestamp: { url: "http://tsa.example", ca: /etc/other.pem } }
  - { name: silent, region: us, token: "env:T", anchors: {} }
  - { name: usual, region: us, token: "env:T" }
anchors: { timestamp: { url: "https://tsa.example/stamp", ca: /etc/tsa.pem } }
`;

    expect((await load(text)).connections.map(({ timestamp }) => timestamp)).toEqual([
      { url: 'http://tsa.example', ca: '/etc/other.pem' },
      null,
      { url: 'https://tsa.example/stamp', ca: '/etc/tsa.pem' },
    ]);
  });

  it('is shown with where it was written, its certificates by their place only', async () => {
    const cwd = folderWith({ [FILE]: INLINE });

    const { text } = await showConfig({ env: {}, cwd });

    expect(text).toContain('http://tsa.example');
    expect(text).toMatch(/anchors\.timestamp\.ca +written in the configuration +.*:\d+:\d+/);
    expect(text).not.toContain('BEGIN CERTIFICATE');
  });
});

describe('what cannot be meant is refused where it stands', () => {
  it.each([
    ['ftp://tsa.example', 'expected an address that begins with https: or http:, got another scheme'],
    ['tsa.example', 'expected an address such as https://tsa.example/stamp, got another text'],
    ['https://me:hunter2@tsa.example', 'expected an address without user name and password'],
    ['https://tsa.example/?key=hunter2', 'expected an address without ? and #, behind which may be a key'],
    ['file:~/tsa-address', 'expected a path without ~'],
  ])('the address %s', async (url, message) => {
    const [problem, ...others] = await problemsOf(anchored(url));

    expect(problem).toContain(`${FILE}:8:30: anchors.timestamp.url: ${message}`);
    expect(problem).not.toContain('hunter2');
    expect(others).toEqual([]);
  });

  it.each([
    ['file:./tsa.pem', 'expected the path of a PEM file without a prefix'],
    ['~/tsa.pem', 'expected a path without ~'],
    [' ', 'expected the path of a PEM file on one line'],
  ])('the certificates at "%s"', async (ca, message) => {
    expect(await problemsOf(anchored('https://tsa.example', ca))).toEqual([
      expect.stringContaining(`anchors.timestamp.ca: ${message}`),
    ]);
  });

  it.each([
    ['a private key beside them', INLINE + PRIVATE_KEY.replaceAll(/^(?=.)/gm, '      '), 'got a private key'],
    [
      'one that was cut',
      INLINE.replace('      -----END CERTIFICATE-----\n', ''),
      'expected whole certificates',
    ],
    ['one that was changed', INLINE.replace(/MII/, 'AAA'), 'expected whole certificates'],
  ])('certificates in the configuration with %s', async (_what, text, message) => {
    expect(await problemsOf(text)).toEqual([expect.stringContaining(`anchors.timestamp.ca: `)]);
    expect((await problemsOf(text))[0]).toContain(message);
  });

  it('one without the other, and what is misspelt', async () => {
    expect(
      await problemsOf(`${MINIMAL}anchors: { timestamp: { url: "http://tsa.example" }, timestmap: 1 }\n`),
    ).toEqual([
      expect.stringContaining('anchors.timestamp.ca: expected text, got nothing'),
      expect.stringContaining('anchors.timestmap: expected a known setting'),
    ]);
  });
});

describe('a file with certificates', () => {
  const validate = async (ca: string | Uint8Array | undefined) => {
    const cwd = folderWith({ [FILE]: GOOD, ...(ca === undefined ? {} : { 'tsa.pem': ca }) });
    const { text, exitCode } = await validateConfig({ env: {}, cwd });
    // A run must be possible all the same: it commits without a stamp.
    const { timestamp } = (await loadConfig({ env: {}, cwd })).connections[0] ?? {};
    return { text, exitCode, ca: timestamp?.ca ?? '' };
  };

  it('may hold one or several', async () => {
    const { exitCode, ca } = await validate(`Our authority\n${ROOT_CERTIFICATE}${ROOT_CERTIFICATE}`);

    expect(exitCode).toBe(0);
    expect(readAuthorityCertificates(ca)).toHaveLength(2);
  });

  it.each<[string, string | Uint8Array | undefined, string]>([
    ['is not there', undefined, 'expected a file, got none'],
    ['is empty', '', 'expected certificates in PEM, got none'],
    ['is DER', Buffer.from(ROOT_CERTIFICATE.split('\n').slice(1, -2).join(''), 'base64'), 'openssl x509'],
    ['holds a private key', ROOT_CERTIFICATE + PRIVATE_KEY, 'expected certificates only, got a private key'],
    ['holds a public key', ROOT_CERTIFICATE.replaceAll('CERTIFICATE', 'PUBLIC KEY'), 'another kind of PEM'],
  ])(
    'that %s is told by config validate, and is a problem of stamping alone',
    async (_what, content, problem) => {
      const { text, exitCode, ca } = await validate(content);

      expect(exitCode).toBe(2);
      expect(text).toContain(`${FILE}:8:`);
      expect(text).toContain('anchors.timestamp.ca: ');
      expect(text).toContain(problem);
      expect(() => readAuthorityCertificates(ca)).toThrow(ConfigError);
      expect(() => readAuthorityCertificates(ca)).toThrow(problem);
    },
  );
});

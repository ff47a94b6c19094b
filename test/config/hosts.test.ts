import { describe, expect, it } from 'vitest';
import { FILE, MINIMAL, problemsOf } from './folder.ts';

const withLine = (line: string) => `${MINIMAL}    ${line}\n`;

describe('hosts', () => {
  it.each([
    [
      'https without trust',
      'https://proxy.example',
      "expected Segment's own host, or also trustBaseUrl: true",
    ],
    [
      'Segment’s name on another port',
      'https://api.segmentapis.com:8443',
      "expected Segment's own host, or also trust",
    ],
    [
      'a name that only begins like Segment’s',
      'https://api.segmentapis.com.evil.example',
      "expected Segment's own host",
    ],
    ['http elsewhere', 'http://10.0.0.1', 'expected https, got http on a host that is not loopback'],
    ['http on a name that begins like loopback', 'http://127.0.0.1.evil.example', 'expected https, got http'],
    [
      'a password in the URL',
      'https://user:hunter22@api.segmentapis.com',
      'expected a URL without user name and password',
    ],
    ['a query', 'https://api.segmentapis.com/?a=1', 'expected a URL without ? and #'],
    ['another scheme', 'ftp://api.segmentapis.com', 'expected an https URL, got another scheme'],
    ['no URL', 'api.segmentapis.com', 'expected a URL such as https://api.segmentapis.com'],
    [
      'the other region’s host',
      'https://eu1.api.segmentapis.com',
      "expected a host of the region, got the other region's",
    ],
  ])('%s is refused', async (_title, url, expected) => {
    const [problem] = await problemsOf(withLine(`baseUrl: "${url}"`));

    expect(problem).toContain(`${FILE}:8:14: connections.0.baseUrl: ${expected}`);
    expect(problem).not.toContain('hunter22');
  });

  it('trust does not make http safe', async () => {
    expect(
      (await problemsOf(withLine('baseUrl: http://proxy.example\n    trustBaseUrl: true')))[0],
    ).toContain('expected https');
  });

  it('the other region’s host needs trust as well', async () => {
    expect(
      await problemsOf(withLine('baseUrl: http://localhost:1\n    otherRegionUrl: https://x.example')),
    ).toEqual([
      `${FILE}:9:21: connections.0.otherRegionUrl: expected Segment's own host, or also trustBaseUrl: true: this host will receive the token`,
    ]);
  });
});

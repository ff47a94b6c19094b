/** Hosts that code names: where data may go. */
import { describe, expect, it } from 'vitest';
import { hostsNamedIn } from '../../src/evidence/hosts-in-code.ts';

/** `«x»` stands for a part of a template that is put in later. */
const inCode = (text: string) => text.replaceAll('«', '$'.concat('{')).replaceAll('»', '}');

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['an address', "fetch('https://api.partner.example/v1/x?y=1#z')", ['api.partner.example']],
  [
    'several, sorted, each once',
    'http://b.example http://a.example/ http://b.example/2',
    ['a.example', 'b.example'],
  ],
  ['one in a comment', '// see https://docs.partner.example/page', ['docs.partner.example']],
  ['one in capitals', 'HTTPS://API.Partner.Example', ['api.partner.example']],
  ['one with user, password and port', 'postgres://app:hunter2@db.acme.example:5432/x', ['db.acme.example']],
  ['one whose password has a slash', 'postgres://app:hun/ter@db.acme.example/x', []],
  ['one with a version behind a sign', 'https://cdn.acme.example/npm/pkg@1.2.3/x.js', ['cdn.acme.example']],
  ['one with a person behind a sign', 'https://social.example/@someone', ['social.example']],
  ['a label that is built', '`https://«settings.region».api.example/v1`', ['*.api.example']],
  ['a host that is built', '`https://«settings.host»/v1`', ['*']],
  ['a host that is put behind', "'https://' + settings.host", ['*']],
  ['a label that is put behind', "'https://api.' + region", ['api.*']],
  ['a path that is put behind', "'https://api.example' + path", ['api.example']],
  ['a template of another kind', "'https://{{tenant}}.acme.example'", ['*.acme.example']],
  ['a port that is built', '`https://db.example:«port»/`', ['db.example']],
  ['a label of a generator', 'https://a1b2c3d4e5f6g7h8i9.execute.example/x', ['*.execute.example']],
  ['an IPv4 address', 'http://10.1.2.3:8080/x', ['10.1.2.3']],
  ['an IPv6 address', 'http://[2001:db8::1]:8080/x', ['[2001:db8::1]']],
  ['a host in a field for one', "{ hostname: 'api.partner.example', port: 443 }", ['api.partner.example']],
  ['a host in a quoted field', '{"host": "api.partner.example:8080"}', ['api.partner.example']],
  ['a word in a field for a host', "{ host: 'settings' }", []],
  ['a path of a field', "event['context.page.url'] = 'context.page.url'", []],
  ['a bucket', 's3://acme-bucket/x', []],
  ['a file', 'file:///etc/passwd', []],
  ['a comment without an address', '// nothing', []],
  ['a name in another script', 'https://müller.example/', ['müller.example']],
  ['what is no host', 'https://<host>/x https://a..b/x', []],
];

describe('hosts named in code', () => {
  it.each(rows)('%s', (_name, text, hosts) => expect(hostsNamedIn(inCode(text))).toEqual(hosts));

  it('takes a time that grows with the length of the text', () => {
    const started = performance.now();
    for (const part of ['a://', 'a', 'http://a.', 'host="', '${', '{{', 'x@y.', 'http://a/@b.'])
      hostsNamedIn(part.repeat(40_000 / part.length));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

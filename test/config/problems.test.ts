import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { ConfigError } from '../../src/errors.ts';
import { FILE, folderWith, load, MINIMAL, problemsOf } from './folder.ts';

const withLine = (line: string) => `${MINIMAL}    ${line}\n`;

describe('all problems at once', () => {
  it('of every kind, in the order of the file, each at its line and column', async () => {
    const text = `stoer: ./evidence
signing: { key: 5 }
connections:
  - name: Acme
    region: uss
    token: env:ACME_TOKEN
    concurency: 4
    concurrency: 40
    schedule: "61 3 * * *"
    timezone: Europe/Berln
  - name: second
    region: eu
    baseUrl: http://segment.example
    shareLimitsWith: third
`;

    expect(
      (await problemsOf(text, { env: { SEGMENT_EVIDENCE_X: '1' } })).map((line) =>
        line.replace(/; known are .*;/, ';'),
      ),
    ).toEqual([
      'SEGMENT_EVIDENCE_X: expected a known variable, got an unknown one; unset it',
      `${FILE}:1:1: stoer: expected a known setting, got "stoer"; did you mean store?`,
      `${FILE}:1:1: store: expected a folder to keep evidence in, got nothing; add store: ./evidence`,
      `${FILE}:1:1: fingerprintKey: expected a key for fingerprints, got nothing; add fingerprintKey: env:NAME, of 32 random bytes or more`,
      `${FILE}:2:17: signing.key: expected text, got a number; put it in quotes if it is meant as text`,
      `${FILE}:4:11: connections.0.name: expected 1 to 63 lower-case letters, digits and hyphens, not starting with a hyphen: it names the evidence folder`,
      `${FILE}:5:13: connections.0.region: expected us or eu, got other text; did you mean us?`,
      `${FILE}:7:5: connections.0.concurency: expected a known setting, got "concurency"; did you mean concurrency?`,
      `${FILE}:8:18: connections.0.concurrency: expected at most 25, got 40`,
      `${FILE}:9:15: connections.0.schedule: expected a cron expression, such as "0 3 * * *", got one with an invalid field`,
      `${FILE}:10:15: connections.0.timezone: expected a time zone by its IANA name, such as Etc/UTC or Europe/Berlin, got another`,
      `${FILE}:11:5: connections.1.token: expected a reference to a secret, got nothing; a public-api connection needs token`,
      `${FILE}:13:14: connections.1.baseUrl: expected https, got http on a host that is not loopback: the secret would travel in clear; use https`,
      `${FILE}:14:22: connections.1.shareLimitsWith: expected the name of another connection, got an unknown name`,
    ]);
  });

  it('the error counts them, and ends with exit code 2', async () => {
    const cwd = folderWith({ [FILE]: 'a: 1\nb: 2\n' });

    const error = await loadConfig({ env: {}, cwd }).catch((refused: unknown) => refused);

    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      message: `read configuration: ${FILE}: expected no problem, got 6 problems`,
      exitCode: 2,
    });
  });
});

describe('a single slip', () => {
  it.each([
    [
      'a missing region',
      MINIMAL.replace('    region: us\n', ''),
      '5:5: connections.0.region: expected us or eu, got nothing',
    ],
    [
      'an empty token',
      MINIMAL.replace('env:ACME_TOKEN', ''),
      '7:5: connections.0.token: expected text, got an empty value; give it a value, or remove the line',
    ],
    [
      'a bare account number',
      `${MINIMAL}bucketOwner: 123456789012\n`,
      '8:14: bucketOwner: expected text, got a number; put it in quotes if it is meant as text',
    ],
    [
      'yes for true',
      withLine('trustBaseUrl: yes'),
      '8:19: connections.0.trustBaseUrl: expected true or false, got text; write it without quotes',
    ],
    [
      'a number in quotes',
      withLine('concurrency: "4"'),
      '8:18: connections.0.concurrency: expected a whole number, got text; write digits without quotes',
    ],
    [
      'a fraction',
      withLine('concurrency: 1.5'),
      '8:18: connections.0.concurrency: expected a whole number, got a number',
    ],
    [
      'no concurrency at all',
      withLine('concurrency: 0'),
      '8:18: connections.0.concurrency: expected at least 1, got 0',
    ],
    [
      'too large a page',
      withLine('collect: { pageSize: 1001 }'),
      '8:26: connections.0.collect.pageSize: expected at most 1000, got 1001',
    ],
    [
      'no lane',
      withLine('collect: { lanes: [] }'),
      '8:23: connections.0.collect.lanes: expected at least one entry, got an empty list; remove the setting for the default',
    ],
    [
      'a lane in which there is nothing',
      withLine('collect: { lanes: [slow] }'),
      '8:23: connections.0.collect.lanes: expected standard among them: slow resources are read beside the others, and only where collect.include names them',
    ],
    [
      'an unknown lane',
      withLine('collect: { lanes: [fast] }'),
      '8:24: connections.0.collect.lanes.0: expected standard or slow, got other text',
    ],
    [
      'a resource in both lists',
      withLine('collect: { include: [users], exclude: [roles, users] }'),
      '8:51: connections.0.collect.exclude.1: expected a resource to be included or excluded, got it in both lists; remove one',
    ],
    [
      'a day that does not exist',
      withLine('tokenIssuedAt: 2026-02-30'),
      '8:20: connections.0.tokenIssuedAt: expected a day such as 2026-09-01',
    ],
    [
      'a feature that is no yes or no',
      withLine('features: { protocols: on }'),
      '8:28: connections.0.features.protocols: expected true or false, got text; write it without quotes',
    ],
    [
      'a map for a list',
      MINIMAL.replace('  - name', '    name'),
      '5:5: connections: expected a list, got a map; start the line with "- ", or put it in [ ]',
    ],
    [
      'text for a map',
      MINIMAL.replace(/signing: .*/, 'signing: file:k.pem'),
      '2:10: signing: expected a map of settings, got text',
    ],
    [
      'a schedule of six fields',
      withLine('schedule: "0 0 3 * * *"'),
      '8:15: connections.0.schedule: expected five fields (minute hour day month weekday), such as "0 3 * * *", got 6',
    ],
    [
      'a schedule that never comes',
      withLine('schedule: "0 3 30 2 *"'),
      '8:15: connections.0.schedule: expected a time that occurs, got one that never does, such as 30 February',
    ],
    [
      'a schedule that changes by itself',
      withLine('schedule: "0 3 * * ?"'),
      '8:15: connections.0.schedule: expected * for any value, got ?; write *',
    ],
    [
      'an offset for a time zone',
      withLine('timezone: "+01:00"'),
      '8:15: connections.0.timezone: expected a time zone by its IANA name, such as Etc/UTC or Europe/Berlin, got another',
    ],
    [
      'a home folder',
      MINIMAL.replace('./evidence', '~/evidence'),
      '1:8: store: expected a path without ~, which only a shell understands; write the folder in full',
    ],
    [
      'limits shared with itself',
      withLine('shareLimitsWith: acme'),
      '8:22: connections.0.shareLimitsWith: expected another connection, got this one; remove the line',
    ],
    [
      'retention on a folder',
      `${MINIMAL}retention: { mode: GOVERNANCE, days: 1 }\n`,
      '8:20: retention.mode: expected no retention: a folder has no object lock; remove it, or keep the folder on write-once storage',
    ],
    [
      'no connection',
      MINIMAL.replace(/connections:[\s\S]*/, 'connections: []\n'),
      '4:14: connections: expected at least one connection, got none; add connections: with name, region and token',
    ],
    [
      'the same name twice',
      `${MINIMAL}  - { name: acme, region: us, token: env:B }\n`,
      '8:13: connections.1.name: expected a unique name, got one used above',
    ],
    [
      'a writeKey beside the token',
      withLine('writeKey: env:W'),
      '8:15: connections.0.writeKey: expected no writeKey: a public-api connection has token; remove it',
    ],
    [
      'something that is no connection',
      `${MINIMAL}  - acme2\n`,
      '8:5: connections.1: expected a map of settings, got text',
    ],
    [
      'a time of day that is a number',
      `${MINIMAL}alerts: [{ channel: slack, quietHours: { from: 22, to: "07:00", timezone: Etc/UTC } }]\n`,
      '8:48: alerts.0.quietHours.from: expected text, got a number; put it in quotes if it is meant as text',
    ],
    [
      'a channel without an address',
      `${MINIMAL}alerts: [{ channel: slack }]\n`,
      '8:10: alerts.0.url: expected a reference to the address of the channel, got nothing; add url: env:NAME',
    ],
    [
      'a webhook that is not signed',
      `${MINIMAL}alerts: [{ channel: webhook, url: env:HOOK }]\n`,
      '8:10: alerts.0.secret: expected a reference to a signing secret, got nothing; add secret: env:NAME',
    ],
    [
      'a secret that nothing is signed with',
      `${MINIMAL}alerts: [{ channel: slack, url: env:HOOK, secret: env:S }]\n`,
      '8:51: alerts.0.secret: expected no secret: only a pagerduty or webhook has one; remove it',
    ],
    [
      'quiet hours that are none, or all',
      `${MINIMAL}alerts: [{ channel: sns, url: env:A, quietHours: { from: "07:00", to: "07:00", timezone: Etc/UTC } }]\n`,
      '8:50: alerts.0.quietHours: expected two different times of day, got the same twice; remove quietHours',
    ],
    [
      'a time zone that does not exist',
      `${MINIMAL}alerts: [{ channel: sns, url: env:A, quietHours: { from: "22:00", to: "07:00", timezone: Mars } }]\n`,
      '8:90: alerts.0.quietHours.timezone: ',
    ],
    [
      'the address of a channel itself',
      `${MINIMAL}alerts: [{ channel: slack, url: "https://hooks.slack.com/services/T/B/x" }]\n`,
      '8:33: alerts.0.url: expected a reference: ',
    ],
    [
      'the address of a channel in a home folder',
      `${MINIMAL}alerts: [{ channel: slack, url: "file:~/slack" }]\n`,
      '8:33: alerts.0.url: expected a path without ~',
    ],
  ])('%s', async (_title, text, expected) => {
    const found = await problemsOf(text);

    expect(found.map((line) => line.slice(FILE.length + 1)).some((line) => line.startsWith(expected))).toBe(
      true,
    );
    expect(found[0]).toMatch(new RegExp(`^${FILE}:\\d+:\\d+: `));
  });

  it('a map without its setting is told once', async () => {
    expect(await problemsOf(MINIMAL.replace(/signing: .*/, 'signing: {}'))).toEqual([
      `${FILE}:2:10: signing.key: expected text, got nothing; add it`,
    ]);
  });

  it('a channel that there is not is told once, and not what it should have', async () => {
    const found = await problemsOf(`${MINIMAL}alerts: [{ channel: mail, url: env:A, secret: env:B }]\n`);

    expect(found).toHaveLength(1);
    expect(found[0]).toContain('alerts.0.channel: ');
  });

  it('limits may not be borrowed in a chain', async () => {
    const text = `${MINIMAL}    shareLimitsWith: b
  - { name: b, region: us, token: env:B, shareLimitsWith: c }
  - { name: c, region: us, token: env:C }
`;

    expect(await problemsOf(text)).toEqual([
      `${FILE}:8:22: connections.0.shareLimitsWith: expected a connection with limits of its own, got one that shares too; name the one it shares with`,
    ]);
  });

  it('an unknown resource or feature is refused where the known ones are given', async () => {
    const text = withLine('collect: { include: [audit-event] }').concat('    features: { protocol: true }\n');
    const known = { resources: ['audit-events', 'users'], features: ['protocols'] };

    expect((await load(text)).connections).toHaveLength(1);
    expect(await problemsOf(text, { known })).toEqual([
      `${FILE}:8:26: connections.0.collect.include.0: expected a known name, got "audit-event"; did you mean audit-events?`,
      `${FILE}:9:17: connections.0.features.protocol: expected a known name, got "protocol"; did you mean protocols?`,
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import {
  type ChannelKind,
  channelKinds,
  isSupportedChannel,
  joinWords,
  neededBy,
} from '../../schemas/channel-kinds.ts';
import { FILE, load, MINIMAL, problemsOf } from './folder.ts';

describe('what this version cannot do', () => {
  const alertsOf = (kind: ChannelKind) => {
    const alert = `{ channel: ${kind}, ${neededBy(kind).map((field) => `${field}: env:X`)} }`;
    return {
      ofAll: `${MINIMAL}alerts: [{ channel: slack, url: env:SLACK }, ${alert}]\n`,
      ofOne: `${MINIMAL}    alerts: [${alert}]\n`,
    };
  };

  it.each(channelKinds.filter((kind) => !isSupportedChannel(kind)))(
    'the channel %s is refused with those that work',
    async (kind) => {
      const works = joinWords(channelKinds.filter(isSupportedChannel), 'or');
      const refusal = `expected ${works}: this version does not send to ${kind}`;
      const { ofAll, ofOne } = alertsOf(kind);

      expect(await problemsOf(ofAll)).toEqual([
        expect.stringContaining(`${FILE}:8:57: alerts.1.channel: ${refusal}`),
      ]);
      expect(await problemsOf(ofOne)).toEqual([
        expect.stringContaining(`${FILE}:8:25: connections.0.alerts.0.channel: ${refusal}`),
      ]);
    },
  );

  it.each(channelKinds.filter(isSupportedChannel))(
    'the channel %s is taken with what it needs',
    async (kind) => {
      const { ofAll, ofOne } = alertsOf(kind);

      expect((await load(ofAll)).connections[0]?.alerts[1]?.channel).toBe(kind);
      expect((await load(ofOne)).connections[0]?.alerts[0]?.channel).toBe(kind);
    },
  );

  it('what another setting replaces is not refused', async () => {
    const text = MINIMAL.replace('./evidence', 'gs://acme/audit');

    expect((await load(text, { overrides: { store: './here' } })).connections).toHaveLength(1);
  });

  it('a flag is refused by its name', async () => {
    expect((await problemsOf(MINIMAL, { overrides: { store: 's3://x' } }))[0]).toMatch(
      /^--store: expected a folder/,
    );
  });
});

describe('a store in a bucket', () => {
  it.each([
    ['s3://acme-evidence', 'acme-evidence', '', 's3://acme-evidence'],
    ['s3://acme-evidence/', 'acme-evidence', '', 's3://acme-evidence'],
    ['s3://acme.evidence/audit/2026/', 'acme.evidence', 'audit/2026', 's3://acme.evidence/audit/2026'],
  ])('%s is taken as a bucket and a prefix', async (address, bucket, prefix, path) => {
    const { connections } = await load(MINIMAL.replace('./evidence', address));

    expect(connections[0]?.store).toEqual({ kind: 's3', bucket, prefix, path });
  });

  it.each([
    's3://',
    's3://ab',
    's3://Acme/x',
    's3://acme//x',
    's3://acme/../x',
    'https://acme.s3.amazonaws.com',
  ])('%s is no address of one', async (address) => {
    const found = await problemsOf(MINIMAL.replace('./evidence', JSON.stringify(address)));

    expect(found).toEqual([
      expect.stringContaining(`${FILE}:1:8: store: expected a folder, or s3://BUCKET/PREFIX`),
    ]);
  });
});

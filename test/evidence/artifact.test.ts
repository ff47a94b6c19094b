/** Finished files: repeats, contradictions, digests and counts taken from the bytes that are stored. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { finishIfClean, finishLines, JSON_LINES } from '../../src/evidence/artifact.ts';
import type { KeyedLine } from '../../src/evidence/line-block.ts';
import { SecretSet } from '../../src/evidence/secret-set.ts';

const lines = (
  ...pairs: readonly (readonly [string, string])[]
): (() => AsyncIterable<readonly KeyedLine[]>) =>
  async function* () {
    // Some at a time: a repeat may stand at a seam.
    for (const [key, line] of pairs) yield [{ key, line }];
  };

async function bytesOf(open: () => AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of open()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('a file of records', () => {
  it.each([
    ['no lines', [], '', { records: 0, distinctIds: 0, repeats: 0, contradictedIds: 0 }],
    ['one line', [['a', '1']], '1\n', { records: 1, distinctIds: 1, repeats: 0, contradictedIds: 0 }],
    [
      'a repeat is stored once and counted',
      [
        ['a', '1'],
        ['a', '1'],
        ['a', '1'],
        ['b', '2'],
      ],
      '1\n2\n',
      { records: 2, distinctIds: 2, repeats: 2, contradictedIds: 0 },
    ],
    [
      'a differing record of the same id is kept, its id counted once',
      [
        ['a', '1'],
        ['a', '2'],
        ['a', '3'],
        ['b', '2'],
      ],
      '1\n2\n3\n2\n',
      { records: 4, distinctIds: 2, repeats: 0, contradictedIds: 1 },
    ],
    [
      'repeats and contradictions together',
      [
        ['a', '1'],
        ['a', '1'],
        ['a', '2'],
        ['a', '2'],
        ['b', '1'],
        ['b', '2'],
      ],
      '1\n2\n1\n2\n',
      { records: 4, distinctIds: 2, repeats: 2, contradictedIds: 2 },
    ],
    [
      'equal lines of different ids are different records',
      [
        ['a', '1'],
        ['b', '1'],
      ],
      '1\n1\n',
      { records: 2, distinctIds: 2, repeats: 0, contradictedIds: 0 },
    ],
    [
      'an empty id is an id',
      [
        ['', '1'],
        ['', '1'],
      ],
      '1\n',
      { records: 1, distinctIds: 1, repeats: 1, contradictedIds: 0 },
    ],
  ] as const)('%s', async (_name, pairs, text, expected) => {
    const { artifact, counts } = await finishLines('data/resources/x.jsonl', lines(...pairs));

    expect((await bytesOf(artifact.open)).toString()).toBe(text);
    const ids = [...new Set(pairs.map(([id]) => `${id}\n`))].join('');
    expect(counts).toEqual({ ...expected, idsSha256: createHash('sha256').update(ids).digest('hex') });
    expect(artifact.records).toBe(expected.records);
  });

  it('comes in small blocks, however many long lines there are at a time', async () => {
    const batch = Array.from({ length: 64 }, (_, index) => ({
      key: `${index + 100}`,
      line: 'x'.repeat(40_000),
    }));
    const { artifact } = await finishLines('data/resources/x.jsonl', async function* () {
      yield batch;
    });

    const sizes: number[] = [];
    for await (const block of artifact.open()) sizes.push(block.length);

    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(64 * 40_001);
    expect(Math.max(...sizes)).toBeLessThan(64 * 1024 + 40_001);
  });

  it('is described by the bytes that are stored, however often it is read and however large it is', async () => {
    const many = Array.from(
      { length: 5_000 },
      (_, i) => [`${i}`.padStart(6, '0'), `é${'x'.repeat(60)}${i}`] as const,
    );

    const { artifact } = await finishLines('data/x.jsonl', lines(...many));

    const first = await bytesOf(artifact.open);
    expect(first.toString()).toBe(many.map(([, line]) => `${line}\n`).join(''));
    expect(artifact).toMatchObject({
      path: 'data/x.jsonl',
      mediaType: JSON_LINES,
      bytes: first.length,
      sha256: createHash('sha256').update(first).digest('hex'),
    });
    expect(await bytesOf(artifact.open)).toEqual(first);
  });
});

describe('a log', () => {
  it('keeps equal lines: each is an event', async () => {
    const { artifact, counts } = await finishLines('data/log.jsonl', lines(['t', '1'], ['t', '1']), 'log');

    expect((await bytesOf(artifact.open)).toString()).toBe('1\n1\n');
    expect(counts).toMatchObject({ records: 2, repeats: 0 });
  });
});

describe('a file that is held against the secrets of a run while it is made', () => {
  const secrets = new SecretSet();
  secrets.add('a-secret-of-this-run');
  secrets.addEndUser('customer@people.example');
  const many = Array.from({ length: 3_000 }, (_, i) => [String(i).padStart(5, '0'), `{"n":${i}}`] as const);

  it('is the same file where nothing is found', async () => {
    const looked = await finishIfClean('p', lines(...many), secrets);
    const { artifact, counts } = await finishLines('p', lines(...many));

    expect(looked).toMatchObject({ counts, artifact: { sha256: artifact.sha256, bytes: artifact.bytes } });
  });

  it.each([
    ['in the first line', 0, '{"a":"a-secret-of-this-run"}'],
    ['in the last line', 2_999, '{"a":"a-secret-of-this-run"}'],
    ['beside others', 1_500, '{"a":"?customer@people.example&"}'],
  ])('is none where something is: %s', async (_where, at, line) => {
    const spoilt = many.map((row, i) => (i === at ? ([row[0], line] as const) : row));

    expect(await finishIfClean('p', lines(...spoilt), secrets)).toBeUndefined();
  });
});

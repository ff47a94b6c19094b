/** The tag files, read by RFC 8493 alone: whoever knows BagIt, or has sha256sum, can check a snapshot. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifest } from '../../schemas/manifest.ts';
import { tagFiles } from '../../src/evidence/bag.ts';
import { canonical } from '../../src/evidence/canonical.ts';
import { withFolder } from '../support/folder.ts';
import { manifestWith } from './manifests.ts';

const HAS_SHA256SUM = spawnSync('sha256sum', ['--version']).status === 0;
if (!HAS_SHA256SUM) console.warn('SKIPPED: bags checked with sha256sum: there is no sha256sum here');

const sha256 = (data: string) => createHash('sha256').update(data).digest('hex');

const payload = new Map([
  ['data/collection-log.jsonl', '{"at":"2026"}\n'],
  ['data/resources/sources.jsonl', ''],
  ['data/resources/users.jsonl', '{"data":{"name":"Ädä"},"id":"u"}\n'],
]);

const snapshot = manifestWith({
  artifacts: [...payload].map(([path, text]) => ({
    path,
    mediaType: 'application/x-ndjson',
    bytes: Buffer.byteLength(text),
    sha256: sha256(text),
  })),
});

/** RFC 8493 section 2.1.3: a digest, white space, a path. */
function parseDigests(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const match = /^([0-9a-f]{64})[ \t]+(\S.*)$/.exec(line);
        return [match?.[2] ?? line, match?.[1] ?? 'unreadable'];
      }),
  );
}

/** RFC 8493 section 2.2.2: a label, a colon, white space, a value. */
function parseInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

describe('the tag files', () => {
  const files = new Map(tagFiles(snapshot).map(({ name, text }) => [name, text]));

  it('are the five of a snapshot, the tag manifest last', () => {
    expect([...files.keys()].sort()).toEqual([
      'bag-info.txt',
      'bagit.txt',
      'evidence-manifest.json',
      'manifest-sha256.txt',
      'tagmanifest-sha256.txt',
    ]);
    expect([...files.keys()].at(-1)).toBe('tagmanifest-sha256.txt');
  });

  it('declare BagIt 1.0 in UTF-8, in exactly the two lines of section 2.1.1', () => {
    expect(files.get('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
  });

  it('list every payload file with its digest, and nothing else', () => {
    const listed = parseDigests(files.get('manifest-sha256.txt') ?? '');

    expect(listed).toEqual(new Map([...payload].map(([path, text]) => [path, sha256(text)])));
  });

  it('have digest lines as sha256sum writes them: two spaces', () => {
    for (const name of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
      expect(files.get(name), name).toMatch(/^([0-9a-f]{64} {2}\S+\n)+$/);
    }
  });

  it('list every other tag file in the tag manifest, and not itself', () => {
    const listed = parseDigests(files.get('tagmanifest-sha256.txt') ?? '');

    const others = [...files].filter(([name]) => name !== 'tagmanifest-sha256.txt');
    expect(listed).toEqual(new Map(others.map(([name, text]) => [name, sha256(text)])));
  });

  it('say how many bytes in how many files, in section 2.2.2 form', () => {
    const info = parseInfo(files.get('bag-info.txt') ?? '');

    const bytes = [...payload.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(info.get('Payload-Oxum')).toBe(`${bytes}.3`);
    expect(info.get('Bagging-Date')).toBe('2026-11-22');
    expect(info.get('External-Identifier')).toBe(snapshot.run.id);
    expect(info.get('Bag-Group-Identifier')).toBe('acme');
    expect(info.get('Bag-Software-Agent')).toBe('segment-evidence 1.2.3');
  });

  it('hold the manifest itself, canonical and without a final newline', () => {
    const text = files.get('evidence-manifest.json') ?? '';

    expect(manifest.parse(JSON.parse(text))).toEqual(snapshot);
    expect(text).toBe(canonical(JSON.parse(text)));
  });

  it('have lines that end in LF alone, and no byte order mark', () => {
    for (const [name, text] of files) {
      expect(text, name).not.toMatch(/\r|\ufeff/);
      if (name.endsWith('.txt')) expect(text.endsWith('\n'), name).toBe(true);
    }
  });

  it('of a snapshot without artifacts have an empty payload manifest', () => {
    const empty = new Map(tagFiles(manifestWith()).map(({ name, text }) => [name, text]));

    expect(empty.get('manifest-sha256.txt')).toBe('');
    expect(parseInfo(empty.get('bag-info.txt') ?? '').get('Payload-Oxum')).toBe('0.0');
  });

  it.runIf(HAS_SHA256SUM)('are accepted by sha256sum, which notices a changed byte', async () => {
    await withFolder(async (folder) => {
      for (const [path, text] of [...payload, ...files]) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const check = (file: string) =>
        spawnSync('sha256sum', ['--strict', '-c', file], { cwd: folder }).status;

      expect(check('manifest-sha256.txt')).toBe(0);
      expect(check('tagmanifest-sha256.txt')).toBe(0);
      writeFileSync(join(folder, 'data/resources/sources.jsonl'), '\n');
      expect(check('manifest-sha256.txt')).toBe(1);
    });
  });
});

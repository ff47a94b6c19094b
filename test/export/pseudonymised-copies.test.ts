/** A pseudonymised export that somebody changes, or puts in place of the original: by command and by script. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf, filesIn, writeFiles } from '../support/exported.ts';
import { isWithoutOpenssl } from '../support/openssl.ts';
import { type PeopleWorld, sharedPeopleWorld } from '../support/people-world.ts';

let world: PeopleWorld;
let files: Map<string, Uint8Array>;
const hasOpenssl = !isWithoutOpenssl('verify.sh of pseudonymised exports');
const bytesOf = (name: string) => readFileSync(join(world.folder, name));

beforeAll(async () => {
  world = await sharedPeopleWorld();
  files = filesIn(bytesOf('p.zip'));
});

describe('a pseudonymised export that somebody changes', () => {
  const record = (name: string) => name.endsWith('000000000001.sigstore.json');
  const facts = (name: string) => name.endsWith('/export.json');

  it.each([
    [
      'loses the mark of what it is',
      facts,
      (text: string) => text.replace(/"derived":.*,"from":/, '"from":'),
    ],
    ['names other records', facts, (text: string) => text.replace(/("recordSha256":")../, '$100')],
    ['counts other people', facts, (text: string) => text.replace(/"addresses":\d+/, '"addresses":0')],
    ['has a record of the collector', record, () => original('000000000001.sigstore.json')],
    [
      'has another address',
      (name: string) => name.endsWith('/users.jsonl'),
      (text: string) => text.replace('@company.', '@other.'),
    ],
  ] as const)('is not intact, by command and by script: it %s', async (_, isMeant, change) => {
    const changed = new Map(
      [...files].map(([name, bytes]) => [
        name,
        isMeant(name) ? Buffer.from(change(Buffer.from(bytes).toString('utf8'))) : bytes,
      ]),
    );
    const folder = unpackAs('changed', rebagged(changed));

    expect((await world.verified(folder, 'p.zip.pub.pem')).code).toBe(6);
    if (hasOpenssl) expect(byScript(folder, 'p.zip.pub.pem').exit).toBe(6);
  });

  it('cannot be put in place of the original, nor the original in its place', async () => {
    const clear = filesIn(bytesOf('clear.zip'));
    const mark = /"derived":(.*),"from":/.exec(textOf(files, '/export.json'))?.[1];
    const marked = new Map(
      [...clear].map(([name, bytes]) => [
        name,
        facts(name)
          ? Buffer.from(textOf(clear, '/export.json').replace('"from":', `"derived":${mark},"from":`))
          : bytes,
      ]),
    );
    const store = new Map(
      [...files]
        .filter(
          ([name]) =>
            name.includes('/data/segment-evidence/') && !facts(name) && !name.endsWith('leaf-hashes.txt'),
        )
        .map(([name, bytes]) => [name.slice(name.indexOf('/data/') + '/data/'.length), bytes]),
    );

    expect((await world.verified(unpackAs('marked', rebagged(marked)), 'key.pem')).code).toBe(6);
    expect(await world.verified(unpackAs('store', store), 'p.zip.pub.pem')).toMatchObject({
      code: 6,
      codes: ['CONTENT_INVALID'],
    });
  });
});

describe('verify.sh of a pseudonymised export', () => {
  it.skipIf(!hasOpenssl)('comes to the verdict of the command, and says what it is before all else', () => {
    const folder = unpackAs('plain', files);
    const own = byScript(folder, 'p.zip.pub.pem');

    expect(own.exit).toBe(0);
    expect(own.text.split('\n')[0]).toContain('A PSEUDONYMISED COPY, NOT the original evidence');
    expect(own.text).toMatch(/made from record \d+ of chain 1: sha256:[0-9a-f]{64}/);
    expect(own.text).toContain('which is not the original evidence');
    expect(byScript(folder, 'key.pem')).toMatchObject({
      exit: 7,
      text: expect.stringContaining('KEY_NOT_PINNED'),
    });
    expect(byScript(folder).exit).toBe(7);
  });
});

const original = (name: string) =>
  readFileSync(join(world.folder, 'segment-evidence/v1/acme/chain/001', name), 'utf8');

const textOf = (of: ReadonlyMap<string, Uint8Array>, ending: string) =>
  Buffer.from([...of].find(([name]) => name.endsWith(ending))?.[1] ?? []).toString('utf8');

/** Writes files into a folder of their own; returns the one that they all lie in. */
function unpackAs(name: string, of: ReadonlyMap<string, Uint8Array>): string {
  writeFiles(join(world.folder, name), of);
  const [top = ''] = [...of.keys()].map((path) => path.split('/')[0] ?? '');
  return top === 'segment-evidence' ? name : join(name, top);
}

/** Makes the lists of the bag right again, as anybody can. */
function rebagged(of: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, Uint8Array> {
  const [top = ''] = [...of.keys()].map((path) => path.split('/')[0] ?? '');
  const lines = (names: readonly string[], all: ReadonlyMap<string, Uint8Array>) =>
    names.map((name) => `${digestOf(all.get(`${top}/${name}`) ?? Buffer.alloc(0))}  ${name}\n`).join('');
  const names = [...of.keys()].map((name) => name.slice(top.length + 1));
  const payload = names.filter((name) => name.startsWith('data/'));
  const bytes = payload.reduce((sum, name) => sum + (of.get(`${top}/${name}`)?.length ?? 0), 0);
  const info = textOf(of, '/bag-info.txt').replace(
    /Payload-Oxum: .*/,
    `Payload-Oxum: ${bytes}.${payload.length}`,
  );
  const listed = new Map(of)
    .set(`${top}/manifest-sha256.txt`, Buffer.from(lines(payload, of)))
    .set(`${top}/bag-info.txt`, Buffer.from(info));
  const tags = names.filter((name) => !name.startsWith('data/') && name !== 'tagmanifest-sha256.txt');
  return listed.set(`${top}/tagmanifest-sha256.txt`, Buffer.from(lines(tags, listed)));
}

function byScript(
  folder: string,
  ...keys: readonly string[]
): { readonly exit: number | null; readonly text: string } {
  const { status, stdout } = spawnSync('sh', [join(folder, 'verify.sh'), ...keys], {
    cwd: world.folder,
    encoding: 'utf8',
  });
  return { exit: status, text: stdout };
}

/** An export without people: nobody is in it, it verifies, its numbers are the same, and it never passes for the original. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { crosswalk } from '../../schemas/crosswalk.ts';
import { exportFacts } from '../../schemas/export-facts.ts';
import { filesIn } from '../support/exported.ts';
import { type PeopleWorld, sharedPeopleWorld, TELLING } from '../support/people-world.ts';

let world: PeopleWorld;
let files: Map<string, Uint8Array>;
const OWN = ['--store', 'p.zip', '--key', 'p.zip.pub.pem'];
const bytesOf = (name: string) => readFileSync(join(world.folder, name));

beforeAll(async () => {
  world = await sharedPeopleWorld();
  files = filesIn(bytesOf('p.zip'));
});

const exported = (out: string, ...more: readonly string[]) =>
  world.ask('export', ...world.period, '--pseudonymise', '--out', out, ...more);

/** Every file of the payload, and what is packed within one, by name. */
function* texts(of: ReadonlyMap<string, Uint8Array>): Generator<readonly [string, string]> {
  for (const [name, bytes] of of) {
    yield [name, `${name}\n${Buffer.from(bytes).toString('utf8')}`];
    if (name.endsWith('.xlsx'))
      for (const [inner, packed] of Object.entries(unzipSync(bytes)))
        yield [`${name}/${inner}`, Buffer.from(packed).toString('utf8')];
  }
}

/** A text in the ways in which it may be written. By hand, and not as the program does it. */
function written(text: string): readonly string[] {
  const forms = [text, text.normalize('NFC'), text.normalize('NFD'), text.toUpperCase(), text.toLowerCase()];
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '');
  return [
    ...new Set(
      [...forms, plain].flatMap((form) => [
        form,
        encodeURIComponent(form),
        form.replaceAll('@', '\\u0040'),
        form.replaceAll(/[^\x20-\x7e]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`),
        form.replaceAll(/[\s.]+/g, '-'),
        form.replaceAll(/[\s.]+/g, '_'),
        Buffer.from(form)
          .toString('base64')
          .replace(/.{0,3}$/, ''),
        createHash('sha256').update(form).digest('hex'),
      ]),
    ),
  ];
}

/** What a command says, without what is different by nature: pseudonyms, digests, places. */
async function numbersOf(args: readonly string[], from: readonly string[]): Promise<readonly unknown[]> {
  const { code, stdout } = await world.run(...args, ...from, '--json');
  const { total, outcome, rows, changes, results } = JSON.parse(stdout);
  const judged = results?.map((each: Record<string, unknown>) => [
    each['checkId'],
    each['outcome'],
    each['populationSize'],
    each['exceptionTotals'],
  ]);
  return [code, total, outcome, rows?.length, changes?.length, judged];
}

describe('a pseudonymised export', () => {
  it('has nobody in any byte, of all who are in the export that it stands for', async () => {
    const found = (of: ReadonlyMap<string, Uint8Array>) => {
      const all = [...texts(of)].map(([name, text]) => [name, text.toLowerCase()] as const);
      return TELLING.flatMap((telling) =>
        written(telling).flatMap((form) =>
          all
            .filter(([, text]) => text.includes(form.toLowerCase()))
            .map(([name]) => [telling, name] as const),
        ),
      );
    };
    expect(new Set(found(filesIn(bytesOf('clear.zip'))).map(([telling]) => telling))).toEqual(
      new Set(TELLING),
    );
    expect(found(files)).toEqual([]);
  });

  it('keeps words that people are called by, where nobody is meant', () => {
    const sources = [...files].find(([name]) => name.endsWith('/sources.jsonl'))?.[1] ?? new Uint8Array();
    const records = Buffer.from(sources).toString('utf8').trim().split('\n');

    expect(records).toHaveLength(4);
    expect(Buffer.from(sources).toString('utf8')).toContain('"slug":"production"');
  });

  it('verifies by its own key, and says of what it is made before all else', async () => {
    const { code, stdout } = await world.run('verify', 'p.zip', '--key', 'p.zip.pub.pem');
    const lines = stdout.split('\n').map((line) => line.trim());

    expect(code).toBe(0);
    expect(lines[2]).toContain('DERIVED');
    expect(stdout).toContain('NOT the original evidence');
    expect(stdout).toMatch(/INTACT as a pseudonymised copy/);
    expect(stdout).not.toContain('Receipt of chain');
    expect((await world.verified('p.zip', 'p.zip.pub.pem')).notes).toContain('derived');
  });

  it('says so in answers, documents and on its pages too', async () => {
    const said = 'a pseudonymised copy, and not the original evidence';
    for (const args of [
      ['population', 'users'],
      ['population', 'users', '--json'],
      ['changes', '--verbose'],
      ['export', '--format', 'oscal'],
      ['export', '--format', 'ocsf'],
    ])
      expect([args, (await world.run(...args, ...OWN)).stdout.replaceAll(/\s+/g, ' ')]).toEqual([
        args,
        expect.stringContaining(said),
      ]);
    await world.run('report', '--site', '--out', 'site', ...OWN);
    const pages = [
      ...[...files].flatMap(([name, bytes]) => (name.endsWith('/period.html') ? [Buffer.from(bytes)] : [])),
      ...['index.html', 'acme/index.html'].map((name) => bytesOf(`site/${name}`)),
    ].map(String);
    const onPage = expect.stringContaining('A pseudonymised copy, and not the original evidence.');
    expect(pages).toEqual([onPage, onPage, onPage]);
  });

  it('names the files of the records that it is made from', async () => {
    const [{ seq, recordSha256 } = { seq: -1, recordSha256: '' }] =
      exportFacts.parse(factsIn(files)).derived?.source.heads ?? [];
    const record = bytesOf(
      `segment-evidence/v1/acme/chain/001/${String(seq).padStart(12, '0')}.sigstore.json`,
    );

    expect(createHash('sha256').update(record).digest('hex')).toBe(recordSha256);
  });

  it('is judged by no other key, and accused by none', async () => {
    expect(await world.verified('p.zip', 'key.pem')).toMatchObject({ code: 7, codes: ['KEY_NOT_PINNED'] });
    expect(await world.verified('p.zip')).toMatchObject({ code: 7, codes: ['KEY_NOT_PINNED'] });
    expect(await world.verified('p.zip', 'key.pem', 'p.zip.pub.pem')).toMatchObject({ code: 0 });
  });

  it.each([
    ['populations of members', ['population', 'users']],
    ['populations of invitations', ['population', 'invites']],
    ['populations of groups', ['population', 'groups']],
    ['what changed', ['changes']],
    ['calendars', ['status', '--from', '2026-01-01']],
  ])('has the same numbers: %s', async (_, args) => {
    const original = await numbersOf(args, ['--store', '.', '--key', 'key.pem']);
    expect(await numbersOf(args, OWN)).toEqual(original);
  });

  it('has the answers of checks, and most of them come out alike when they are asked again', async () => {
    const answers = (of: ReadonlyMap<string, Uint8Array>) =>
      [...of]
        .filter(([name]) => name.endsWith('/checks/results.json'))
        .map(([, bytes]) =>
          JSON.parse(Buffer.from(bytes).toString('utf8')).results.map((each: Record<string, unknown>) => [
            each['checkId'],
            each['outcome'],
            each['populationSize'],
            each['exceptionTotals'],
          ]),
        );

    expect(answers(files)).toEqual(answers(filesIn(bytesOf('clear.zip'))));
    expect(answers(files)[0]).toContainEqual([
      'IAM-04',
      'fail',
      expect.any(Number),
      expect.objectContaining({ unknown: 0 }),
    ]);
  });

  it('says of each domain of which kind it was', () => {
    const users = [...files].find(([name]) => name.endsWith('/users.jsonl'))?.[1] ?? new Uint8Array();
    const kinds = Buffer.from(users)
      .toString('utf8')
      .matchAll(/@([a-z-]+)\.invalid"/g);

    expect(new Set(Array.from(kinds, ([, kind]) => kind))).toEqual(
      new Set(['company', 'free-mail', 'other']),
    );
  });

  it('has no pseudonym and no fingerprint that another one has', async () => {
    const { stdout } = await exported('q.zip');
    expect(stdout).toContain('segment-evidence verify q.zip --key q.zip.pub.pem;');
    const fingerprints = (of: ReadonlyMap<string, Uint8Array>) =>
      new Set([...texts(of)].flatMap(([, text]) => text.match(/hmac-sha256:[0-9a-f]{8}:[\w-]{22}/g) ?? []));
    const [one, other] = [fingerprints(files), fingerprints(filesIn(bytesOf('q.zip')))];

    expect(one.size).toBeGreaterThan(20);
    expect([...one].filter((each) => other.has(each))).toEqual([]);
  });
});

/** What an export says of itself. */
function factsIn(of: ReadonlyMap<string, Uint8Array>): Record<string, unknown> {
  const [, bytes] = [...of].find(([name]) => name.endsWith('/export.json')) ?? [];
  return JSON.parse(Buffer.from(bytes ?? []).toString('utf8'));
}

describe('the list of who stands behind pseudonyms', () => {
  it('is of its owner alone, apart from the export, and never takes the place of another', async () => {
    const list = crosswalk.parse(JSON.parse(bytesOf('walk.json').toString('utf8')));
    const [jane] = list.people.filter(({ value }) => value === 'Jane.Doe@larkfield.example');

    expect(statSync(join(world.folder, 'walk.json')).mode & 0o777).toBe(0o600);
    expect([...texts(files)].some(([, text]) => text.includes(String(jane?.pseudonym)))).toBe(true);
    expect([...files.keys()].some((name) => name.includes('walk'))).toBe(false);
    expect((await exported('r.zip', '--crosswalk', 'walk.json')).code).toBe(2);
    expect((await exported('r.zip', '--crosswalk', 'segment-evidence/v1/acme/walk.json')).code).toBe(2);
  });

  it.each(['s.zip', 's.zip.pub.pem', './S.ZIP', 'other.pem'])(
    'is not handed on with the export or as its key: %s',
    async (name) => {
      const { code, stderr } = await exported('s.zip', '--crosswalk', name);

      expect([code, stderr]).toEqual([2, expect.stringContaining('the name of an export or of a key')]);
    },
  );

  it('is not the export, whatever that is called', async () => {
    expect((await exported('s', '--crosswalk', './s')).code).toBe(2);
  });

  it('is of a pseudonymised export alone', async () => {
    expect((await world.ask('export', ...world.period, '--crosswalk', 'x.json')).code).toBe(2);
    expect((await world.ask('export', '--format', 'oscal', '--pseudonymise')).code).toBe(2);
  });
});

/** `manual attach` and `manual list`: files that somebody attaches for what the API does not show, and what `check` makes of them. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFrameworkDocument } from '../../schemas/commands/check.ts';
import { manualAttachDocument, manualListDocument } from '../../schemas/commands/manual.ts';
import { readFolder } from '../support/folder.ts';
import { ATTACHED } from '../support/manual.ts';
import { createReviewScene, type ReviewScene } from '../support/review-scene.ts';

let scene: ReviewScene;
let copies = 0;

beforeAll(async () => {
  scene = await createReviewScene();
  writeFileSync(join(scene.cli.dir, 'sso.txt'), ATTACHED);
});
afterAll(() => scene.close());

const DAYS = ['--effective', '2026-10-01', '--expires', '2027-10-01'] as const;

const DAYS_AFTER = ['--effective', '2026-10-02', '--expires', '2027-10-01'] as const;

/** Returns a copy of the store that was collected once, and how to ask about it. */
function copied() {
  copies += 1;
  const store = join(scene.cli.dir, `copy-${copies}`);
  cpSync(scene.cli.store, store, { recursive: true });
  const run = (...args: readonly string[]) =>
    scene.cli.run([...args, '--store', store, '--key', scene.cli.publicKey, '--json']);
  const attach = async (slot: string, ...more: readonly string[]) => {
    const days = more.includes('--expires') ? [] : DAYS;
    const { code, stdout } = await run(
      'manual',
      'attach',
      'sso.txt',
      '--slot',
      slot,
      ...days,
      '--by',
      'ada',
      ...more,
    );
    expect(code).toBe(0);
    return manualAttachDocument.parse(JSON.parse(stdout));
  };
  const list = async (...args: readonly string[]) => {
    const { code, stdout } = await run('manual', 'list', ...args);
    return { code, document: manualListDocument.parse(JSON.parse(stdout)) };
  };
  const framework = async (name: string, ...args: readonly string[]) => {
    const { code, stdout } = await run('check', ...args, '--framework', name);
    return { code, stdout, document: checkFrameworkDocument.parse(JSON.parse(stdout)) };
  };
  const verify = () => scene.cli.run(['verify', store, '--key', scene.cli.publicKey, '--json']);
  return { folder: join(store, 'segment-evidence/v1/acme'), run, verify, attach, list, framework };
}

const filesIn = (folder: string) =>
  [...readFolder(folder).keys()].filter((path) => path.startsWith('manual/')).sort();
/** Has a file attached ten years later. */
function moveAhead(from: string): void {
  const to = from.replace(/(manual\/[a-z-]+\/)2026/, '$12036');
  renameSync(from, to);
  const description = join(to, 'evidence.json');
  const text = readFileSync(description, 'utf8');
  chmodSync(description, 0o644);
  writeFileSync(description, text.replace(/("(?:attachedAt|id)":")2026/g, '$12036'));
}

const messageOf = ({ stdout }: { readonly stdout: string }): string => JSON.parse(stdout).message;

describe('manual attach', () => {
  it('keeps the file and what it is, both for good', async () => {
    const { folder, attach, verify } = copied();

    const { result, path, evidence } = await attach('sso-enforcement', '--note', 'Two accounts\nare exempt.');

    expect(result).toBe('stored');
    expect(readFileSync(join(folder, path), 'utf8')).toBe(ATTACHED);
    expect(evidence).toMatchObject({
      slot: 'sso-enforcement',
      file: { name: 'sso.txt', mediaType: 'text/plain', bytes: 48 },
      effective: '2026-10-01',
      expires: '2027-10-01',
      attachedAt: '2026-11-02T03:00:05.000Z',
      by: { kind: 'asserted', name: 'ada' },
      note: 'Two accounts\uFFFDare exempt.',
    });
    const verified = await verify();
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('attached-by-hand')]);
    expect(filesIn(folder)).toHaveLength(2);
  });

  it('stores the same file for the same days once, and for other days again', async () => {
    const { folder, attach, list } = copied();
    await attach('sso-enforcement');

    const again = await attach('sso-enforcement');
    scene.pass(1);
    const shorter = await attach('sso-enforcement', '--effective', '2026-10-01', '--expires', '2026-11-20');

    expect([again.result, shorter.result]).toEqual(['present', 'stored']);
    expect(filesIn(folder)).toHaveLength(4);
    // Whoever mistook the year says it again: the last word counts.
    const { document } = await list();
    expect(document.slots[0]).toMatchObject({
      state: 'expiring',
      words: 'filled, and expires on 2026-11-20',
    });
    expect(document.slots[0]?.evidence).toHaveLength(2);
  });

  it('says so where what a clock that was ahead attached would count in its place', async () => {
    const { folder, run, attach } = copied();
    const { path } = await attach('sso-enforcement');
    moveAhead(join(folder, path, '..'));

    const ran = await run('manual', 'attach', 'sso.txt', '--slot', 'sso-enforcement', ...DAYS_AFTER);

    expect([ran.code, messageOf(ran)]).toEqual([
      2,
      expect.stringMatching(/expected to be the last to attach a file, got 2036.*; here it is 2026/),
    ]);
    expect(filesIn(folder)).toHaveLength(2);
  });

  it('takes on what an attach that was cut short had left', async () => {
    const { folder, attach } = copied();
    const { path } = await attach('last-login');
    rmSync(join(folder, path, '../evidence.json'));

    expect((await attach('last-login')).result).toBe('stored');
  });

  it.each([
    ['../../x\u202Egpj.exe', 'x\uFFFDgpj.exe', 'exe'],
    ['a b.PDF', 'a b.PDF', 'pdf'],
    ['\u65E5\u672C.t~t', '\u65E5\u672C.t~t', 'bin'],
    ['-rf', '-rf', 'bin'],
    ['evidence.json', 'evidence.json', 'json'],
  ])('keeps a file called %j under a name of its own', async (given, name, ending) => {
    const { folder, run } = copied();
    const file = join('names', given.replace('../../', ''));
    mkdirSync(join(scene.cli.dir, 'names'), { recursive: true });
    writeFileSync(join(scene.cli.dir, file), ATTACHED);

    const { stdout } = await run('manual', 'attach', file, '--slot', 'last-login', ...DAYS);

    const { evidence } = manualAttachDocument.parse(JSON.parse(stdout));
    expect(evidence.file).toMatchObject({
      name,
      path: expect.stringMatching(new RegExp(`^file-[0-9a-f]{8}\\.${ending}$`)),
    });
    expect(filesIn(folder)).toHaveLength(2);
  });
});

describe('manual attach refuses, and stores nothing of it:', () => {
  const write = (name: string, text: string | Uint8Array) => {
    writeFileSync(join(scene.cli.dir, name), text);
    return name;
  };
  const slot = ['--slot', 'sso-enforcement'] as const;
  const PEM = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n';
  const TOKEN = `sgp_${'aB3'.repeat(20)}`;

  it.each<readonly [string, () => readonly string[], RegExp]>([
    ['an empty file', () => [write('empty.txt', ''), ...slot, ...DAYS], /something in it, got an empty one/],
    [
      'a file that is too large',
      () => [write('large.bin', Buffer.alloc(64 * 1024 * 1024 + 1)), ...slot, ...DAYS],
      /at most 64 MiB, got 65 MiB/,
    ],
    ['no file', () => ['none.txt', ...slot, ...DAYS], /expected a file to read, got none/],
    ['a folder', () => ['keys', ...slot, ...DAYS], /got a folder/],
    [
      'a link',
      () => {
        rmSync(join(scene.cli.dir, 'link.txt'), { force: true });
        symlinkSync('sso.txt', join(scene.cli.dir, 'link.txt'));
        return ['link.txt', ...slot, ...DAYS];
      },
      /expected a regular file, got a link/,
    ],
    ['a private key', () => [write('k.txt', `here: ${PEM}`), ...slot, ...DAYS], /like a private key/],
    [
      'a token',
      () => [write('t.txt', `curl -H "Authorization: Bearer ${TOKEN}"`), ...slot, ...DAYS],
      /like a segment token/,
    ],
    [
      'a token in two bytes a letter',
      () => [write('t16.txt', Buffer.from(`\uFEFF token ${TOKEN} `, 'utf16le')), ...slot, ...DAYS],
      /like a segment token/,
    ],
    [
      'a token in two bytes a letter, the other way round',
      () => [write('t16be.txt', Buffer.from(` token ${TOKEN} `, 'utf16le').swap16()), ...slot, ...DAYS],
      /like a segment token/,
    ],
    [
      'a token in two bytes a letter, in something else',
      () => [
        write('mail.msg', Buffer.concat([Buffer.from('bytes: '), Buffer.from(TOKEN, 'utf16le')])),
        ...slot,
        ...DAYS,
      ],
      /like a segment token/,
    ],
    ...['--note', '--by'].map(
      (option) =>
        [
          `a token in ${option}`,
          () => ['sso.txt', ...slot, ...DAYS, option, `see ${TOKEN}`],
          new RegExp(`^manual attach: ${option}: expected text, got what looks like a secret`),
        ] as const,
    ),
    [
      'a token in its name',
      () => [write(`${TOKEN}.txt`, ATTACHED), ...slot, ...DAYS],
      /^manual attach: the name of FILE: expected text, got what looks like a secret/,
    ],
    [
      'a slot that is misspelt',
      () => ['sso.txt', '--slot', 'sso_enforcment', ...DAYS],
      /got "sso_enforcment"; did you mean sso-enforcement\?/,
    ],
    [
      'a slot that is none',
      () => ['sso.txt', '--slot', 'x', ...DAYS],
      /; known are sso-enforcement, mfa-requirement/,
    ],
    ['no slot', () => ['sso.txt', ...DAYS], /--slot: expected a slot, got none; known are/],
    [
      'days in the wrong order',
      () => ['sso.txt', ...slot, '--effective', '2027-10-01', '--expires', '2026-12-01'],
      /a day after --effective 2027-10-01, got 2026-12-01/,
    ],
    [
      'a day alone',
      () => ['sso.txt', ...slot, '--effective', '2026-12-01', '--expires', '2026-12-01'],
      /a day after/,
    ],
    [
      'what has expired',
      () => ['sso.txt', ...slot, '--effective', '2026-10-01', '--expires', '2026-11-01'],
      /expected today, 2026-11-02, or later, got 2026-11-01/,
    ],
    [
      'a slip of the pen',
      () => ['sso.txt', ...slot, '--effective', '2026-10-01', '--expires', '2207-10-01'],
      /at most 10 years/,
    ],
    [
      'a day that there is not',
      () => ['sso.txt', ...slot, '--effective', '2026-02-30', '--expires', '2027-10-01'],
      /expected a day/,
    ],
    [
      'an instant',
      () => ['sso.txt', ...slot, '--effective', '2026-10-01T00:00:00Z', '--expires', '2027-10-01'],
      /expected a day/,
    ],
    [
      'no end',
      () => ['sso.txt', ...slot, '--effective', '2026-10-01'],
      /--expires: expected a day, got none/,
    ],
    [
      'a note without end',
      () => ['sso.txt', ...slot, ...DAYS, '--note', 'x'.repeat(1_001)],
      /at most 1000 characters/,
    ],
  ])('%s', async (_, args, says) => {
    const { folder, run } = copied();

    const ran = await run('manual', 'attach', ...args());

    expect([ran.code, messageOf(ran)]).toEqual([2, expect.stringMatching(says)]);
    expect(ran.stdout + ran.stderr).not.toContain(TOKEN);
    expect(filesIn(folder)).toEqual([]);
  });
});

describe('what was attached', () => {
  it('fills a requirement that no check is about, until it expires', async () => {
    const { attach, framework } = copied();
    const standingOf = async (...args: readonly string[]) => {
      const { document } = await framework('SOC 2', ...args);
      const row = document.requirements.find(({ control }) => control === 'P4.2');
      return [row?.standing, ...(row?.manual.map(({ words }) => words) ?? [])];
    };

    const empty = await standingOf();
    await attach('data-retention', '--effective', '2026-10-01', '--expires', '2026-11-03');
    const filled = await standingOf();
    scene.pass(48);
    const [expired, then] = [await standingOf(), await standingOf('0')];
    scene.pass(-48);

    expect([empty, filled, expired, then]).toEqual([
      ['file missing', 'empty'],
      ['file attached', 'filled, and expires on 2026-11-03'],
      ['file expired', 'expired on 2026-11-03'],
      // Of a run that is named, it counts as of its day.
      ['file attached', 'filled, and expires on 2026-11-03'],
    ]);
  });

  it('never makes more of a requirement than partly covered, and mends none that does not hold', async () => {
    const { attach, framework } = copied();
    const before = await framework('nist80053');
    for (const slot of before.document.manual.slots) await attach(slot.slot);

    const { code, stdout, document } = await framework('NIST SP 800-53');

    expect(code).toBe(before.code);
    expect(document.standing).toMatch(/; manual evidence: 16 of 16 slots filled$/);
    for (const { control, standing, manual } of document.requirements) {
      const was = before.document.requirements.find((each) => each.control === control)?.standing;
      expect([control, standing]).toEqual([control, was === 'file missing' ? 'file attached' : was]);
      if (manual.length > 0) expect(standing).not.toBe('supported');
    }
    expect(stdout).not.toMatch(/satisf/i);
  });

  it('is listed by framework, and complete only once all of its slots are filled', async () => {
    const { attach, list } = copied();
    const { code, document } = await list('--framework', 'ccpa');
    expect([code, document.standing]).toEqual([
      4,
      expect.stringMatching(/^NOT COMPLETE: .*CCPA.*: 0 of 7 slots filled, 7 empty$/),
    ]);

    for (const { slot } of document.slots) await attach(slot);

    const filled = await list('--framework', 'CPRA');
    expect([filled.code, filled.document.standing]).toEqual([
      0,
      expect.stringMatching(/^COMPLETE: .*7 of 7 slots filled$/),
    ]);
    expect((await list()).code).toBe(4);
  });

  it.each<readonly [string, (file: string) => void]>([
    [
      'exchanged',
      (file) => {
        chmodSync(file, 0o644);
        writeFileSync(file, ATTACHED.replace('two', 'six'));
      },
    ],
    ['removed', (file) => rmSync(file)],
    [
      'replaced by a link',
      (file) => {
        rmSync(file);
        symlinkSync('/dev/null', file);
      },
    ],
  ])('and was %s supports nothing', async (_, spoil) => {
    const { folder, run, verify, attach } = copied();
    spoil(join(folder, (await attach('sso-enforcement')).path));

    const ran = [
      await run('manual', 'list'),
      await run('check', '--framework', 'soc2'),
      await run('export', '--format', 'oscal', '--out', `o-${copies}.json`),
    ];

    for (const each of ran)
      expect([each.code, messageOf(each)]).toEqual([
        6,
        expect.stringMatching(/^read manual evidence: .*\/file-.*: expected .*, got /),
      ]);
    expect((await verify()).code).toBe(6);
    // Of another framework it was no part.
    expect([0, 4]).toContain((await run('check')).code);
  });

  it('is no empty slot where a link stands in its place', async () => {
    const { folder, run, verify, attach } = copied();
    await attach('sso-enforcement');
    const slot = join(folder, 'manual/sso-enforcement');
    rmSync(slot, { recursive: true });
    symlinkSync('/nowhere', slot);

    const ran = await run('manual', 'list');
    const verified = await verify();

    expect([ran.code, messageOf(ran)]).toEqual([
      6,
      expect.stringContaining('expected a folder, got something else'),
    ]);
    expect([verified.code, verified.stdout]).toEqual([6, expect.stringContaining('manual/sso-enforcement')]);
  });

  it('goes to OSCAL as something to examine, and to OCSF not at all', async () => {
    const { run, attach } = copied();
    const { path, evidence } = await attach('sso-enforcement', '--note', 'Two are *exempt*.');
    const exported = async (format: string) => {
      const file = `export-${copies}.${format}`;
      await run('export', '--format', format, '--out', file);
      return readFileSync(join(scene.cli.dir, file), 'utf8');
    };

    const { results, 'back-matter': matter } = JSON.parse(await exported('oscal'))['assessment-results'];

    const [observation] = results[0].observations.filter(({ types }: { types: string[] }) =>
      types.includes('manual-evidence'),
    );
    expect(observation).toMatchObject({
      methods: ['EXAMINE'],
      expires: '2027-10-01T23:59:59Z',
      remarks: 'Two are \\*exempt\\*.',
    });
    const [resource] = matter.resources.filter(
      ({ uuid }: { uuid: string }) => observation['relevant-evidence'][0].href === `#${uuid}`,
    );
    expect(resource.rlinks[0]).toMatchObject({
      href: expect.stringContaining(path),
      hashes: [{ algorithm: 'SHA-256', value: evidence.file.sha256 }],
    });
    expect(await exported('ocsf')).not.toContain('sso-enforcement');
  });

  it('is left alone by collect, and by resume and retention of runs', async () => {
    await scene.cli.run(['manual', 'attach', 'sso.txt', '--slot', 'sso-enforcement', ...DAYS]);
    const folder = join(scene.cli.store, 'segment-evidence/v1/acme');
    const before = filesIn(folder);

    await scene.collectAfter(1);

    expect(filesIn(folder)).toEqual(before);
    expect(readdirSync(join(folder, 'manual'))).toEqual(['sso-enforcement']);
  });
});

/** Lines between reading and sealing: the order is right, the disk never sees plain text, nothing stays. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KeyedLine } from '../../src/evidence/line-block.ts';
import { Room } from '../../src/spool/room.ts';
import { Spool } from '../../src/spool/spool.ts';
import { type DiskFaults, withOddDisk } from '../support/odd-disk.ts';

const MARKER = 'a-marker-that-must-never-touch-the-disk';
const OPEN_FILES = '/proc/self/fd';
const CAN_SEE_OPEN_FILES = existsSync(OPEN_FILES);
if (!CAN_SEE_OPEN_FILES) console.warn(`SKIPPED: open files of a spool: there is no ${OPEN_FILES} here`);

const temporary = process.env['TMPDIR'];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spool-test-'));
  process.env['TMPDIR'] = folder;
});

afterEach(() => {
  if (temporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = temporary;
  rmSync(folder, { recursive: true, force: true });
});

const filesOnDisk = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const openFiles = () =>
  readdirSync(OPEN_FILES).filter((fd) => {
    try {
      return readlinkSync(join(OPEN_FILES, fd)).startsWith(folder);
    } catch {
      return false;
    }
  });

async function fill(spool: Spool, lines: readonly KeyedLine[]): Promise<void> {
  for (const line of lines) await spool.add(line);
}

async function drain(spool: Spool): Promise<KeyedLine[]> {
  const lines: KeyedLine[] = [];
  for await (const some of spool.sorted()) lines.push(...some);
  return lines;
}

const expectedOrder = (lines: readonly KeyedLine[]) =>
  [...lines].sort((a, b) => {
    if (a.key !== b.key) return a.key < b.key ? -1 : 1;
    return a.line < b.line ? -1 : a.line > b.line ? 1 : 0;
  });

/** Lines in no order, with equal keys, repeats, line breaks, and characters where UTF-16 and UTF-8 differ. */
const mixed: readonly KeyedLine[] = Array.from({ length: 400 }, (_, i) => ({
  key: ['b', 'a', '', '\ufb33', '\u{1f600}', 'é', 'a/b'][(i * 5) % 7] ?? '',
  line: `${(i * 37) % 101} ${MARKER} "quoted" \\ é\u{1f600}\u2028 line\nbreak ${'x'.repeat(i % 50)}`,
}));

describe.each([
  ['in memory', 1_000_000, 0],
  ['some on disk', 10_000, 1],
  ['all on disk, a run a line', 1, 1],
])('a spool that holds its lines %s', (_name, runCharacters, leastFiles) => {
  it('gives them back by key in UTF-16 code units, then by line, as often as asked', async () => {
    const spool = new Spool(runCharacters);
    await fill(spool, mixed);

    expect(await drain(spool)).toEqual(expectedOrder(mixed));
    expect(await drain(spool)).toEqual(expectedOrder(mixed));
    expect(filesOnDisk().length).toBeGreaterThanOrEqual(leastFiles);
    await spool.close();
  });

  it('leaves nothing behind', async () => {
    const spool = new Spool(runCharacters);
    await fill(spool, mixed);
    await drain(spool);

    await spool.close();

    expect(readdirSync(folder)).toEqual([]);
    expect(await drain(spool)).toEqual([]);
    await spool.close();
  });
});

describe('on disk', () => {
  it('no file holds any plain text, and only this user may read it', async () => {
    const spool = new Spool(5_000);
    await fill(spool, mixed);

    const files = filesOnDisk();

    expect(files).toHaveLength(1);
    for (const file of files) {
      const bytes = readFileSync(file);
      expect(bytes.length).toBeGreaterThan(1_000);
      expect(bytes.includes(MARKER)).toBe(false);
      expect(bytes.includes('quoted')).toBe(false);
      if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    }
    await spool.close();
  });

  it('equal lines give different bytes: every run has a key of its own', async () => {
    const spool = new Spool(1);
    await fill(spool, [
      { key: 'k', line: MARKER },
      { key: 'k', line: MARKER },
    ]);

    const [file = ''] = filesOnDisk();
    const bytes = readFileSync(file);
    const half = bytes.length / 2;

    expect(half).toBeGreaterThan(MARKER.length);
    expect(bytes.subarray(0, half).toString('hex')).not.toBe(bytes.subarray(half).toString('hex'));
    await spool.close();
  });

  it('a line longer than any buffer comes back whole', async () => {
    const spool = new Spool(100);
    const long = { key: 'long', line: `${'é€\u{1f600}'.repeat(100_000)}end` };
    await fill(spool, [{ key: 'z', line: 'z' }, long, { key: 'a', line: 'a' }]);

    expect(await drain(spool)).toEqual([{ key: 'a', line: 'a' }, long, { key: 'z', line: 'z' }]);
    await spool.close();
  });

  it('nothing is written while the lines fit in memory', async () => {
    const spool = new Spool();
    await fill(spool, mixed);

    expect(readdirSync(folder)).toEqual([]);
    await spool.close();
  });

  it('lines added at the same time are all kept', async () => {
    const spool = new Spool(50);

    await Promise.all(mixed.map((line) => spool.add(line)));

    expect(await drain(spool)).toEqual(expectedOrder(mixed));
    await spool.close();
  });

  it.runIf(CAN_SEE_OPEN_FILES)('a reader that stops early leaves no file open', async () => {
    const spool = new Spool(20_000);
    await fill(
      spool,
      Array.from({ length: 4_000 }, (_, i) => ({ key: String(i), line: 'x'.repeat(100) })),
    );
    for await (const lines of spool.sorted()) if (lines.length > 0) break;

    await expect.poll(openFiles).toEqual([]);
    await spool.close();
  });
});

it('long lines on disk are given back few at a time', async () => {
  const spool = new Spool(300_000);
  await fill(
    spool,
    Array.from({ length: 200 }, (_, i) => ({ key: String(i), line: 'x'.repeat(20_000) })),
  );

  const sizes: number[] = [];
  for await (const lines of spool.sorted()) sizes.push(lines.reduce((sum, { line }) => sum + line.length, 0));

  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200 * 20_000);
  expect(Math.max(...sizes)).toBeLessThan(64 * 1024 + 20_000);
  await spool.close();
});

describe('spools of one run', () => {
  const ROOM_BYTES = 512 * 1024;
  const linesOf = (name: string, count: number) =>
    Array.from({ length: count }, (_, i) => ({ key: `${(i * 7_919) % count}`, line: name.repeat(100) + i }));

  it('hold together no more than there is room for; the largest goes to disk', async () => {
    const room = new Room(ROOM_BYTES);
    const [large, small] = [new Spool(undefined, room), new Spool(undefined, room)];
    const [many, few] = [linesOf('l', 20_000), linesOf('s', 500)];

    await fill(small, few);
    await fill(large, many);

    expect(filesOnDisk()).toHaveLength(1);
    expect(large.spillableBytes + small.spillableBytes).toBeLessThanOrEqual(ROOM_BYTES);
    expect(small.spillableBytes).toBeGreaterThan(0);
    expect(await drain(small)).toEqual(expectedOrder(few));
    expect(await drain(large)).toEqual(expectedOrder(many));
    await Promise.all([large.close(), small.close()]);
    expect(room.isFull).toBe(false);
  });

  it('lose nothing when all add at the same time, and one is read meanwhile', async () => {
    const room = new Room(ROOM_BYTES);
    const spools = Array.from({ length: 5 }, () => new Spool(undefined, room));
    const done = new Spool(undefined, room);
    const [read, others] = [linesOf('d', 1_000), linesOf('o', 3_000)];
    await fill(done, read);
    const reader = done.sorted();
    const first = await reader.next();

    await Promise.all(spools.map((spool) => fill(spool, others)));
    const rest: KeyedLine[] = [];
    for await (const lines of reader) rest.push(...lines);

    expect([...first.value, ...rest]).toEqual(expectedOrder(read));
    for (const spool of spools) expect(await drain(spool)).toEqual(expectedOrder(others));
    await Promise.all([done, ...spools].map((spool) => spool.close()));
  });

  it('a disk that is full is an error for whoever it concerns', async () => {
    const room = new Room(64 * 1024);
    const [victim, other] = [new Spool(undefined, room), new Spool(undefined, room)];
    await fill(victim, linesOf('v', 300));
    const faults: DiskFaults = { open: (path) => (path.startsWith(folder) ? 'ENOSPC' : undefined) };

    await withOddDisk(faults, async () => other.add({ key: 'a', line: 'a' })).catch(() => undefined);

    await expect(drain(victim)).rejects.toThrow(/ENOSPC/);
    await Promise.all([victim.close(), other.close()]);
  });

  it.runIf(CAN_SEE_OPEN_FILES)('a file of many runs is open once while it is read', async () => {
    const spool = new Spool(100);
    await fill(spool, mixed);
    const reader = spool.sorted();

    await reader.next();
    const open = openFiles();
    await reader.return(undefined);

    expect(open).toHaveLength(1);
    expect(openFiles()).toEqual([]);
    await spool.close();
  });
});

describe('a disk that cannot be written', () => {
  it('is an error for whoever adds and for whoever reads, and no line is silently missing', async () => {
    process.env['TMPDIR'] = join(folder, 'not', 'there');
    const spool = new Spool(1);

    await expect(spool.add({ key: 'a', line: 'a' })).rejects.toThrow(/ENOENT/);
    await expect(drain(spool)).rejects.toThrow(/ENOENT/);
    await spool.close();
  });
});

describe('a machine without room for temporary files', () => {
  it.each([
    {
      title: 'a folder that is not there',
      got: 'ENOENT',
      hint: /write access there, or name another folder in TMPDIR/,
    },
    { title: 'a full disk', got: 'ENOSPC', hint: /Free space there/ },
    { title: 'no descriptor', got: 'EMFILE', hint: /ulimit -n/ },
  ])('is named, and is no bug: $title', async ({ got, hint }) => {
    const faults: DiskFaults =
      got === 'ENOENT' ? {} : { open: (path) => (path.includes('segment-evidence-') ? got : undefined) };
    if (got === 'ENOENT') process.env['TMPDIR'] = join(folder, 'nowhere');
    const spool = new Spool(10);

    const error = await withOddDisk(faults, () => fill(spool, [{ key: 'a', line: 'x'.repeat(20) }])).catch(
      (thrown: unknown) => thrown,
    );
    await spool.close();

    expect(error).toMatchObject({ name: 'MachineError', exitCode: 5, hint: expect.stringMatching(hint) });
    expect(String(error)).toContain(`expected to write a temporary file, got ${got}`);
  });
});

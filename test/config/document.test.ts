import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { FILE, folderWith, load, MINIMAL, problems, problemsOf } from './folder.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));
const shortened = (lines: readonly string[]) => lines.map((line) => line.slice(FILE.length + 1));

describe('YAML that is no YAML', () => {
  it.each([
    [
      'a tab for indentation',
      'connections:\n\t- name: a\n',
      ['2:1: expected spaces for indentation, got a tab; replace it with spaces'],
    ],
    [
      'an open quote',
      'store: "./evidence\n',
      [
        '2:1: expected a closing quote or bracket, a comma, or another indentation here; compare with the line above',
      ],
    ],
    [
      'a second colon',
      'store: a: b\n',
      ['1:8: expected one setting a line, got a second ": "; put the value in quotes or start a new line'],
    ],
    [
      'an at sign',
      'store: @x\n',
      ['1:8: expected a value, got a character that none may start with; put the value in quotes'],
    ],
    [
      'an alias of nothing',
      'store: *x\n',
      ['1:8: expected a known anchor after *, got none; put the value in quotes if it is not an alias'],
    ],
    [
      'an alias of itself',
      'policy: &x { a: *x }\n',
      ['1:17: expected an alias of something else, got one of the map or list it is in'],
    ],
    ['a list as a key', '? [a]\n: b\n', ['1:3: expected the name of a setting, got a list or a map']],
    [
      'another version',
      '%YAML 1.1\n---\nstore: yes\n',
      ['1:1: expected YAML 1.2, got a %YAML directive for another version; remove it'],
    ],
    [
      'two documents',
      'store: a\n---\nstore: b\n',
      ['2:1: expected one document, got a second one after ---; remove it'],
    ],
    ['nothing', '', ['1:1: expected settings, got an empty file; see schemas/json/config.v1.example.yaml']],
    [
      'only a comment',
      '# store: a\n',
      ['1:1: expected settings, got an empty file; see schemas/json/config.v1.example.yaml'],
    ],
    [
      'null',
      'null\n',
      ['1:1: expected settings, got an empty file; see schemas/json/config.v1.example.yaml'],
    ],
    [
      'a list',
      '# first\n- a\n',
      ['2:1: expected a map of settings, such as "store: ./evidence", got something else'],
    ],
    [
      'a word',
      'evidence\n',
      ['1:1: expected a map of settings, such as "store: ./evidence", got something else'],
    ],
  ])('%s is told with its line and column', async (_title, text, expected) => {
    expect(shortened(await problemsOf(text))).toEqual(expected);
  });

  it('a tag is told, and the rest is looked at all the same', async () => {
    expect(shortened(await problemsOf(`${MINIMAL.replace('./evidence', '!!binary aGk=')}x: 1\n`))).toEqual([
      '1:8: expected a plain value, got a tag (!…); remove it, or put the value in quotes',
      expect.stringContaining('8:1: x: expected a known setting, got "x"'),
    ]);
  });

  it('all of it is told at once', async () => {
    expect(shortened(await problemsOf('a: @x\nb: "\\q"\nc: `x`\n')).map((line) => line.slice(0, 4))).toEqual([
      '1:4:',
      '2:5:',
      '3:4:',
    ]);
  });

  it('but of rubbish no more than a screenful', async () => {
    expect((await problemsOf('a: @x\n'.repeat(500))).length).toBeLessThanOrEqual(20);
  });

  it('a setting given twice is told, and the rest is looked at all the same', async () => {
    const text = `${MINIMAL.replace('region: us', 'region: us\n    region: xx')}storage: ./b\n`;

    expect(shortened(await problemsOf(text)).map((line) => line.split(';')[0])).toEqual([
      '7:5: expected each setting once, got it a second time',
      '7:13: connections.0.region: expected us or eu, got other text',
      '9:1: storage: expected a known setting, got "storage"',
    ]);
  });

  it('aliases work, and are told at the place where they lead', async () => {
    const text = `${MINIMAL}    collect: &few { pageSize: 10 }
  - { name: b, region: eu, token: env:B, collect: *few }
`;

    expect((await load(text)).connections.map(({ collect }) => collect.pageSize)).toEqual([10, 10]);
    expect(shortened(await problemsOf(text.replace('10', '0')))).toContain(
      '8:31: connections.1.collect.pageSize: expected at least 1, got 0',
    );
  });

  it('aliases that unfold without end are refused', async () => {
    const text = [
      'a: &a [x, x, x]',
      'b: &b [*a, *a, *a, *a, *a, *a]',
      'c: &c [*b, *b, *b, *b, *b, *b]',
      'd: [*c, *c, *c, *c, *c]',
    ];

    expect(shortened(await problemsOf(text.join('\n')))).toEqual([
      '1:1: expected few aliases, got so many that the file would unfold without end; write values out',
    ]);
  });

  it.each([
    ['lists', '- '.repeat(50_000)],
    ['brackets', `a: ${'['.repeat(50_000)}`],
    ['maps', 'a: '.repeat(50_000)],
    ['questions', '? '.repeat(50_000)],
    ['steps', Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('%s nested without end are refused before the parser sees them', async (_title, text) => {
    expect((await problemsOf(text))[0]).toMatch(
      /^evidence\.config\.yaml:\d+:1: expected a configuration file, got something nested too deep$/,
    );
  });

  it('names that objects have by birth are unknown settings like any other', async () => {
    expect(await problemsOf(`${MINIMAL}__proto__: { store: x }\nconstructor: 1\n`)).toHaveLength(2);
  });
});

describe('bytes and line ends', () => {
  it('a byte order mark and CRLF change nothing, positions neither', async () => {
    const text = `\uFEFF${MINIMAL.replaceAll('\n', '\r\n')}`;

    expect((await load(text)).connections[0]?.tokenRef).toBe('env:ACME_TOKEN');
    expect(shortened(await problemsOf(text.replace('store', 'stoer')))[0]).toMatch(/^1:1: stoer/);
    expect(shortened(await problemsOf(text.replace('us', 'xx')))[0]).toMatch(/^6:13: connections.0.region/);
  });

  it('JSON is read too, tabs and all, with positions', async () => {
    const json = `{\n\t"store": "./e",\n\t"signing": {"key": "env:K"},\n\t"fingerprintKey": "env:F",\n\t"connections": [\n\t\t{"name": "a", "region": "us", "token": "env:T"}\n\t]\n}`;

    expect((await load(json)).connections[0]?.name).toBe('a');
    expect(shortened(await problemsOf(json.replace('"us"', '7')))).toEqual([
      '6:27: connections.0.region: expected us or eu, got a number',
    ]);
  });

  it('other bytes than UTF-8 are told with their line', async () => {
    const text = bytes('store: ./a\n# caf', [0xe9], '\n');

    expect(shortened(await problemsOf(text))).toEqual([
      '2:1: expected UTF-8 text, got other bytes in this line; save the file as UTF-8',
    ]);
    expect(shortened(await problemsOf(Buffer.from(`\uFEFF${MINIMAL}`, 'utf16le')))[0]).toContain(
      'save the file as UTF-8',
    );
  });

  it('letters outside ASCII count as one column each', async () => {
    expect(shortened(await problemsOf('policy: { "é": 1 }\n"ü": 1\n'))).toContain(
      '2:1: (not shown): expected a known setting, got a name not shown here; known are store, signing, fingerprintKey, retention, bucketOwner, connections, policy, alerts, anchors, sharedRequestsPerMinute, report, include',
    );
  });
});

describe('a file that is none', () => {
  it('a folder', async () => {
    const cwd = folderWith({});
    mkdirSync(join(cwd, FILE));

    expect(await problems(() => loadConfig({ env: {}, cwd }))).toEqual([
      `${FILE}: expected a file, got a folder; name the file in it`,
    ]);
  });

  it('a megabyte and more', async () => {
    expect(await problemsOf('#'.repeat(1024 * 1024 + 1))).toEqual([
      `${FILE}: expected at most 1 MiB, got 1048577 bytes; is this the right file?`,
    ]);
  });

  it('a device', async () => {
    expect(await problems(() => loadConfig({ file: '/dev/zero', env: {}, cwd: '/' }))).toEqual([
      'dev/zero: expected a regular file, got a pipe or a device; write it to a file first',
    ]);
  });

  it('a pipe that nobody writes into', async () => {
    const cwd = folderWith({});
    execFileSync('mkfifo', [join(cwd, FILE)]);

    expect(await problems(() => loadConfig({ env: {}, cwd }))).toEqual([
      `${FILE}: expected a regular file, got a pipe or a device; write it to a file first`,
    ]);
  });

  it('a path through a file', async () => {
    const cwd = folderWith({ file: 'x' });

    expect((await problems(() => loadConfig({ file: 'file/config.yaml', env: {}, cwd })))[0]).toContain(
      'expected a file, got none',
    );
  });

  it('one that may not be read', async (context) => {
    if (process.getuid?.() === 0) context.skip('root may read everything');
    const cwd = folderWith({ [FILE]: MINIMAL });
    execFileSync('chmod', ['000', join(cwd, FILE)]);

    expect(await problems(() => loadConfig({ env: {}, cwd }))).toEqual([
      `${FILE}: expected a readable file, got EACCES; give the user who runs this read access`,
    ]);
  });
});

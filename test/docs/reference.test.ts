/** The reference pages against the program: nothing missing, nothing invented. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { channelKinds } from '../../schemas/channel-kinds.ts';
import { conditionNames, severities } from '../../schemas/condition.ts';
import { configJsonSchema } from '../../schemas/config.ts';
import { collectionLogLine, recordLine, redactionLine } from '../../schemas/lines.ts';
import { manifest, resourceEntry } from '../../schemas/manifest.ts';
import { OUTCOME_REASONS } from '../../schemas/outcome.ts';
import { resources } from '../../schemas/resources/index.ts';
import { notYetProblem } from '../../src/config/not-yet.ts';
import { KNOWN_VARIABLES } from '../../src/config/settings.ts';
import { EXIT } from '../../src/errors.ts';
import { buildProgram } from '../../src/program.ts';
import { FAILURE_EXITS } from '../../src/verify/failure.ts';
import { firstColumn, ROOT, readPage, rowsOf, section } from './pages.ts';

const commandsPage = readPage('docs/commands.md');
const configurationPage = readPage('docs/configuration.md');
const formatPage = readPage('docs/evidence-format.md');

const sorted = (items: Iterable<string>) => [...items].sort();

/** The command tree is only looked at: nothing of the context is ever asked for. */
const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
const { program } = buildProgram({ streams } as unknown as Parameters<typeof buildProgram>[0]);

function leaves(command: Command, path: string): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[path, command]];
  return command.commands.flatMap((child) => leaves(child, `${path} ${child.name()}`.trim()));
}

const commands = leaves(program, '');
const flagsOf = (command: Command) =>
  command
    .createHelp()
    .visibleOptions(command)
    .map(({ flags }) => flags);
const everyFlag = new Set(commands.flatMap(([, command]) => flagsOf(command)));
const shared = new Set(
  [...everyFlag].filter((flag) => commands.every(([, command]) => flagsOf(command).includes(flag))),
);

describe('docs/commands.md', () => {
  it('has a section for every command, and for no other', () => {
    const described = [...section(commandsPage, '## The commands').matchAll(/^### (.+)$/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(sorted(described)).toEqual(sorted(commands.map(([path]) => path)));
  });

  it('lists the options that every command has', () => {
    expect(
      sorted(
        firstColumn(section(commandsPage, '## Options that every command has')).filter((word) =>
          word.startsWith('-'),
        ),
      ),
    ).toEqual(sorted(shared));
  });

  it.each(commands)('has the usage and every option of %s, and no other', (path, command) => {
    const text = section(commandsPage, `### ${path}`);
    const own = flagsOf(command).filter((flag) => !shared.has(flag));

    expect(text.trimStart().split('\n')[1]).toBe(command.createHelp().commandUsage(command));
    expect(sorted(firstColumn(text))).toEqual(sorted(own));
  });

  it('names every choice and default of every option', () => {
    const missing = commands.flatMap(([path, command]) => {
      const text =
        section(commandsPage, `### ${path}`) + section(commandsPage, '## Options that every command has');
      const rows = new Map(
        rowsOf(text).map(([flags = '', meaning = '']) => [flags.replaceAll('`', ''), meaning]),
      );
      return command.options.flatMap(({ flags, argChoices = [], defaultValue }) => {
        const words = [...argChoices, ...(typeof defaultValue === 'string' ? [defaultValue] : [])];
        return words
          .filter((word) => !rows.get(flags)?.includes(`\`${word}\``))
          .map((word) => `${path} ${flags}: ${word}`);
      });
    });
    expect(missing).toEqual([]);
  });

  it('has every exit code, and no other', () => {
    const listed = rowsOf(section(commandsPage, '## Exit codes')).map(([code]) => Number(code));
    expect(listed).toEqual(Object.values(EXIT).sort((a, b) => a - b));
  });

  it('has every error code, and no other', () => {
    const source = readFileSync(join(ROOT, 'src/errors.ts'), 'utf8');
    const codes = (source.match(/'[A-Z]+(?:_[A-Z]+)*'/g) ?? []).map((code) => code.slice(1, -1));
    const thrown = codes.filter((code) => code !== 'SIGINT' && code !== 'SIGTERM');
    expect(sorted(firstColumn(section(commandsPage, '## Error codes')))).toEqual(
      sorted(new Set([...thrown, 'BUG'])),
    );
  });

  it('has every failure of verify with its exit code, and every note, and no other', () => {
    const text = section(commandsPage, '## What verify reports');
    const failures = rowsOf(text).filter((cells) => cells.length === 3);
    const notes = rowsOf(text).filter((cells) => cells.length === 2);
    const source = readFileSync(join(ROOT, 'src/verify/failure.ts'), 'utf8');
    const kinds = /type NoteKind =([^;]+);/.exec(source)?.[1]?.match(/[a-z-]+/g) ?? [];

    expect(
      Object.fromEntries(failures.map(([code = '', , exit]) => [code.replaceAll('`', ''), Number(exit)])),
    ).toEqual(FAILURE_EXITS);
    expect(sorted(notes.map(([kind = '']) => kind.replaceAll('`', '')))).toEqual(sorted(kinds));
  });

  it('names every JSON document that a command prints', () => {
    const files = readdirSync(join(ROOT, 'src/commands')).map((name) => `src/commands/${name}`);
    const sources = [...files, 'src/error-text.ts']
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n');
    const printed = new Set(sources.match(/segment-evidence\/[a-z-]+\/v\d+/g));

    expect(printed.size).toBeGreaterThan(9);
    expect(sorted(printed).filter((schema) => !commandsPage.includes(`\`${schema}\``))).toEqual([]);
  });
});

interface JsonSchema {
  readonly type?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
}

/** Every setting by its path, such as `connections[].collect.pageSize`; a connection's alerts are those of the top. */
function settingsOf(schema: JsonSchema, path = ''): readonly (readonly [string, JsonSchema])[] {
  const isStop = path === 'connections[].alerts';
  if (schema.items?.properties !== undefined && !isStop) return settingsOf(schema.items, `${path}[]`);
  if (Object.keys(schema.properties ?? {}).length === 0 || isStop) return [[path, schema]];
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    settingsOf(member, path === '' ? name : `${path}.${name}`),
  );
}

describe('docs/configuration.md', () => {
  const settings = settingsOf(configJsonSchema() as JsonSchema);
  const tables = ['## Settings of the whole', '## Settings of a connection', '## Alerts']
    .map((heading) => section(configurationPage, heading))
    .join('\n');
  const rows = new Map(rowsOf(tables).map(([name = '', ...rest]) => [name.replaceAll('`', ''), rest]));

  it('has every setting of the schema, and no other', () => {
    const described = [...rows.keys()].filter((name) => !['alerts', 'connections', 'policy'].includes(name));
    expect(sorted(described)).toEqual(sorted(settings.map(([name]) => name)));
  });

  it('gives every default as the schema has it', () => {
    const withDefault = settings.filter(([, schema]) => schema.default !== undefined);
    const due = withDefault.map(([name, schema]) => [
      name,
      typeof schema.default === 'string' ? schema.default : JSON.stringify(schema.default),
    ]);

    expect(due.length).toBeGreaterThan(7);
    expect(due.map(([name = '']) => [name, rows.get(name)?.[1]?.replaceAll('`', '')])).toEqual(due);
  });

  it('says of everything that this version cannot do that it is refused', () => {
    const text = section(configurationPage, '## Refused');
    const kinds = ['public-api', 'write-key', ...channelKinds];
    const refused = kinds.filter(
      (kind) =>
        notYetProblem('type', kind) !== undefined || notYetProblem('alerts.channel', kind) !== undefined,
    );

    expect(refused.filter((kind) => !text.includes(`\`${kind}\``))).toEqual([]);
  });

  it('has every environment variable, and no other', () => {
    expect(sorted(firstColumn(section(configurationPage, '## Environment variables')))).toEqual(
      sorted(KNOWN_VARIABLES),
    );
  });
});

const inBackticks = (text: string) =>
  new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, word = '']) => word.replace(/\?$/, '')));

describe('docs/evidence-format.md', () => {
  it.each([
    ['the manifest', '## The manifest', Object.keys(manifest.shape)],
    ['an entry of its resources', '## The manifest', Object.keys(resourceEntry.shape)],
    ['a record', '## Records', Object.keys(recordLine.shape)],
    ['the collection log', '## Collection log', Object.keys(collectionLogLine.shape)],
    ['the redactions', '## Redactions', Object.keys(redactionLine.shape)],
  ])('has every member of %s', (_name, heading, members) => {
    const words = inBackticks(section(formatPage, heading));
    expect(members.filter((member) => !words.has(member))).toEqual([]);
  });

  it('has every outcome with its reasons, and no other', () => {
    const rows = rowsOf(section(formatPage, '## Outcomes of a resource'));
    const listed = Object.fromEntries(
      rows.map(([outcome = '', , reasons = '']) => [outcome.replaceAll('`', ''), [...inBackticks(reasons)]]),
    );
    expect(listed).toEqual(OUTCOME_REASONS);
  });

  it('has every condition and severity, and no other condition', () => {
    const text = section(formatPage, '## Conditions');
    const words = inBackticks(text);
    expect([...conditionNames, ...severities].filter((name) => !words.has(name))).toEqual([]);
    expect(firstColumn(text).filter((name) => !conditionNames.some((known) => known === name))).toEqual([]);
  });

  it('lists the resources that are collected, in docs/configuration.md too', () => {
    const names = resources.map(({ name }) => name);
    const tabled = firstColumn(section(formatPage, '## Records')).filter((word) => names.includes(word));
    expect(sorted(tabled)).toEqual(sorted(names));
    expect(configurationPage).toContain(`${names.map((name) => `\`${name}\``).join(', ')}.`);
  });
});

interface Rule {
  readonly from: { readonly path?: string };
  readonly to: { readonly pathNot?: readonly string[] };
}

describe('docs/architecture.md', () => {
  it('draws the import rules as they are checked', () => {
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
      forbidden: readonly Rule[];
    };
    const folder = (path: string) => /^\^src\/(\w+)\//.exec(path)?.[1];
    const checked = forbidden.flatMap(({ from, to }) => {
      const own = folder(from.path ?? '');
      const others = (to.pathNot ?? []).map(folder).filter((other) => other !== undefined && other !== own);
      return own === undefined ? [] : others.map((other) => `${own} --> ${other}`);
    });
    const drawn = readPage('docs/architecture.md').match(/^ +\w+ --> \w+$/gm) ?? [];

    expect(checked.length).toBeGreaterThan(8);
    expect(sorted(drawn.map((edge) => edge.trim()))).toEqual(sorted(new Set(checked)));
  });
});

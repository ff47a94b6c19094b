/** serverless.yml as data, and what in a template of CloudFormation allows more than one named thing. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/source-tree.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}
interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** Functions of CloudFormation become one-member objects, as in JSON. */
const tags = ['Ref', 'GetAtt', 'Join'].flatMap((name) => {
  const key = name === 'Ref' ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (text: string) => ({ [key]: text }) },
    {
      tag: `!${name}`,
      collection: 'seq' as const,
      resolve: (seq: { toJSON(): unknown }) => ({ [key]: seq.toJSON() }),
    },
  ];
});
const source = parse(readFileSync(join(ROOT, 'serverless.yml'), 'utf8'), {
  customTags: tags as never,
  logLevel: 'error',
});
/** The resources of serverless.yml, by their name there. */
export const resources = source.resources.Resources as Readonly<Record<string, Resource>>;
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

export interface Allowed {
  readonly where: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
}

/** Returns every statement that allows something, wherever in a template it stands. */
export function allowed(value: unknown, where = ''): readonly Allowed[] {
  if (typeof value !== 'object' || value === null) return [];
  const statement = value as Partial<Statement>;
  const own =
    statement.Effect === 'Allow' && statement.Resource !== undefined
      ? [{ where, actions: list(statement.Action).map(String), resources: list(statement.Resource) }]
      : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => allowed(inner, `${where}/${key}`))];
}

/** Returns what is too wide: any `*` in an action, and a resource that is not one named thing or what is under it. */
export function tooWide(statements: readonly Allowed[]): readonly string[] {
  return statements.flatMap(({ where, actions, resources: targets }) => [
    ...actions.filter((action) => action.includes('*')).map((action) => `${where}: ${action}`),
    ...targets
      .map((target) => JSON.stringify(target))
      .filter((target) =>
        target
          .replace(/\]\]\}$/, ']}')
          .replace(/\/\*"(\]\})?$/, '"')
          .includes('*'),
      )
      // In the policy of a key, * is that key; nothing else can stand there.
      .filter((target) => !(target === '"*"' && /KeyPolicy/.test(where)))
      .map((target) => `${where}: ${target}`),
  ]);
}

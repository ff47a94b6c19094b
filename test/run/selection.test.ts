/** Which resources a run asks for, in words of the configuration and of the command line. */
import { describe, expect, it } from 'vitest';
import { selectDefinitions } from '../../src/run/selection.ts';
import { spine } from '../support/spine.ts';

const optIn = spine.map((definition) =>
  definition.name === 'source-settings' ? { ...definition, optIn: 'slow' as const } : definition,
);
const slow = optIn.map((definition) =>
  definition.name === 'source-settings' ? { ...definition, requestsPerMinute: 2 } : definition,
);
const select = (changes: Partial<Parameters<typeof selectDefinitions>[1]>, definitions = spine) =>
  selectDefinitions(definitions, {
    include: [],
    exclude: [],
    lanes: ['standard', 'slow'],
    only: undefined,
    ...changes,
  }).map(({ name }) => name);

describe('a run asks for', () => {
  it.each<[string, Parameters<typeof select>, string[]]>([
    ['everything by default', [{}], ['workspace', 'users', 'sources', 'source-settings']],
    ['all but what is excluded', [{ exclude: ['users'] }], ['workspace', 'sources', 'source-settings']],
    ['no children of what is excluded', [{ exclude: ['sources'] }], ['workspace', 'users']],
    ['parents of an excluded child', [{ exclude: ['source-settings'] }], ['workspace', 'users', 'sources']],
    ['the workspace, whatever is excluded', [{ exclude: ['workspace', 'users', 'sources'] }], ['workspace']],
    ['the one that is named, and the workspace', [{ only: ['users'] }], ['workspace', 'users']],
    [
      'parents of one that is named',
      [{ only: ['source-settings'] }],
      ['workspace', 'sources', 'source-settings'],
    ],
    [
      'one that is named, though it is excluded',
      [{ only: ['users'], exclude: ['users'] }],
      ['workspace', 'users'],
    ],
    [
      'nothing of a lane that is left out, though it is included',
      [{ include: ['source-settings'], lanes: ['standard'] }, slow],
      ['workspace', 'users', 'sources'],
    ],
    ['what is opt-in only when it is included', [{}, optIn], ['workspace', 'users', 'sources']],
    [
      'what is opt-in when it is included',
      [{ include: ['source-settings'] }, optIn],
      ['workspace', 'users', 'sources', 'source-settings'],
    ],
    [
      'what is opt-in when it is named',
      [{ only: ['source-settings'] }, optIn],
      ['workspace', 'sources', 'source-settings'],
    ],
  ])('%s', (_title, given, expected) => {
    expect(select(...given)).toEqual(expected);
  });
});

/** Which environment a source is of, by its labels, else by its name. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { environmentOf, environmentShape, familyOf } from '../../../src/checks/facts/environments.ts';

const params = z.strictObject(environmentShape).parse({});
const labelled = (key: string, value: string) => ({ labels: [{ key, value }], name: 'Website' });

describe('the environment of a source', () => {
  it.each([
    ['of a label', labelled('environment', 'production'), 'production'],
    ['of a label in other letters', labelled('Env', 'PROD'), 'production'],
    ['of a key that has the word', labelled('app_env', 'test'), 'development'],
    ['of a value of several words', labelled('environment', 'EU staging'), 'staging'],
    ['of before production', labelled('environment', 'pre-prod'), 'staging'],
    ['of no production', labelled('environment', 'non-production'), 'staging'],
    ['of another label', labelled('team', 'production'), undefined],
    [
      'of labels that differ',
      {
        labels: [
          { key: 'env', value: 'dev' },
          { key: 'env', value: 'prod' },
        ],
      },
      undefined,
    ],
    ['of the label, whatever the name', { ...labelled('env', 'dev'), name: 'Web prod' }, 'development'],
    ['of the name', { name: 'Website (Production)' }, 'production'],
    ['of the name in one word', { name: 'iosDevApp' }, 'development'],
    ['of the slug', { slug: 'web-uat2' }, 'staging'],
    ['of only a part of a word', { name: 'Product Developers Stagecoach' }, undefined],
    ['of a word at an end that may mean more', { name: 'Website Live' }, 'production'],
    ['of such a word in the middle', { name: 'The Live Chat' }, undefined],
    ['of a name with two', { name: 'Prod and Dev' }, undefined],
    ['of nothing', {}, undefined],
  ])('%s', (_, data, environment) => {
    expect(environmentOf(data, params)).toBe(environment);
  });

  it('leaves names that sources of one product have in common', () => {
    expect(familyOf('Website (development)', params)).toBe(familyOf('website', params));
  });
});

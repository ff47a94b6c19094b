/** A secret in memory shows where it came from, whichever way it is printed. */
import { format, inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/evidence/secret.ts';

const secret = new Secret('hunter2-hunter2', 'env:TOKEN');

describe('a secret', () => {
  it.each([
    ['in a template', `${secret}`],
    ['joined to text', String(secret)],
    ['as JSON', JSON.stringify({ secret })],
    ['inspected', inspect({ deep: { secret } }, { showHidden: true, depth: 9 })],
    ['formatted', format('%s %o %j', secret, secret, secret)],
    ['as its own members', JSON.stringify({ ...secret })],
    ['as an error', String(new Error(`failed with ${secret}`))],
  ])('shows nothing of itself %s', (_name, text) => {
    expect(text).not.toContain('hunter2');
  });

  it('shows its reference instead', () => {
    expect(`${secret}`).toBe('[secret env:TOKEN]');
    expect(inspect(secret)).toBe('[secret env:TOKEN]');
    expect(secret.reference).toBe('env:TOKEN');
  });

  it('is told only to who asks for it by name', () => {
    expect(secret.reveal()).toBe('hunter2-hunter2');
  });
});

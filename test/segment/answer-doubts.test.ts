/** What an answer says of itself: that something is missing, or that something went wrong. */
import { describe, expect, it } from 'vitest';
import { doubtsOf } from '../../src/segment/answer-doubts.ts';

const whole = { current: 'MA==', totalEntries: 1 };
const list = { things: [{ id: 'a' }] };

describe('an answer', () => {
  it.each([
    ['truncated, beside the data', { truncated: true, data: { ...list, pagination: whole } }],
    [
      'truncated, in what it says about itself',
      { data: { ...list, pagination: {}, meta: { truncated: true } } },
    ],
    ['truncated, in what the body says about itself', { meta: { isTruncated: 'true' }, data: list }],
    ['a cursor under another name', { data: { ...list, pagination: { ...whole, nextCursor: 'Mw==' } } }],
    ['a link to more', { data: { ...list, links: { next: 'https://x.example/?page=2' } } }],
  ])('says that it is cut: %s', (_name, body) => {
    expect(doubtsOf(200, body, 0)).toEqual(['says-cut']);
  });

  it.each([
    ['errors beside the data', { errors: [{ type: 'x' }], data: list }],
    ['one error beside the data', { error: { message: 'x' }, data: list }],
    ['errors among the data', { data: { ...list, errors: ['x'] } }],
  ])('says that something went wrong: %s', (_name, body) => {
    expect(doubtsOf(200, body, 0)).toEqual(['errors-beside-data']);
  });

  it.each([
    ['the last page', { data: { ...list, pagination: whole } }],
    ['a page with a next one', { data: { ...list, pagination: { ...whole, next: 'Mw==', hasMore: true } } }],
    [
      'a record whose own fields are called so',
      { data: { thing: { truncated: true, next: 'x', errors: ['y'] } } },
    ],
    ['no errors', { errors: [], data: { ...list, meta: { truncated: false, next: null } } }],
  ])('says nothing against being whole: %s', (_name, body) => {
    expect(doubtsOf(200, body, 0)).toEqual([]);
  });
});

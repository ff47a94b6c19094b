/** What can be told of a write key without asking anyone. */
import { describe, expect, it } from 'vitest';
import { writeKeyProblem } from '../../src/senders/write-key.ts';

describe('a write key', () => {
  it.each([
    ['as Segment makes them', 'aB3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY'],
    ['with characters of base64', 'a+b/c=='],
    ['with letters of another script', 'ключ-鍵-🔑'],
    ['with marks', 'a_b-c.d~e%f&g?h#'],
  ])('%s may be one', (_title, key) => {
    expect(writeKeyProblem(key)).toBeUndefined();
  });

  it.each([
    ['nothing', '', 'an empty value'],
    ['a Public API token', 'sgp_abcdefghijklmnop', 'a Public API token'],
    ['a blank at the end', 'abc123 ', 'blanks or line breaks'],
    ['two lines', 'abc123\nabc124', 'blanks or line breaks'],
    ['a no-break space', 'abc\u00a0123', 'blanks or line breaks'],
    ['a control character', 'abc\u0000123', 'characters that cannot be seen'],
    ['a zero width space', 'abc\u200b123', 'characters that cannot be seen'],
    ['half a character', 'abc\ud83d', 'characters that cannot be seen'],
    ['a colon', 'abc123:', 'a colon'],
    ['quotes', '"abc123"', 'quotes around it'],
    ['a page of text', 'a'.repeat(513), 'at most 512 characters, got 513'],
  ])('%s is none, and is not repeated', (_title, key, expected) => {
    const found = writeKeyProblem(key);

    expect(found?.problem).toContain(expected);
    expect(found?.hint).toContain('Copy the write key again');
    if (key !== '') expect(JSON.stringify(found)).not.toContain(key);
  });
});

/**
 * How much a JSON text would come to, before it is parsed: two letters such as `{}` become an object of
 * fifty bytes and more, so that a text of few megabytes can fill the memory of a process.
 */

/** Of one text: far more than any page of Segment's or any record of ours has. */
export const MOST_VALUES = 2_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = [0x5b, 0x7b];

/** Whether a JSON text has more values than so many, counted by what opens or separates them. */
export function hasTooManyValues(text: string, most = MOST_VALUES): boolean {
  // Each takes a letter at least.
  if (text.length <= most) return false;
  let count = 0;
  let isInString = false;
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (isInString) {
      if (code === BACKSLASH) position += 1;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === COMMA || OPENING.includes(code)) {
      count += 1;
      if (count > most) return true;
    }
  }
  return false;
}

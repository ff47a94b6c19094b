/** JSON as text in which nothing hides or turns what is around it. Pure. */

/** What JSON allows as it stands, and a terminal may take for a command or for another direction of writing. */
const UNSEEN = /[\u007F-\u009F\p{Cf}\u2028\u2029]/gu;

/** Returns the same document with what cannot be seen written as \\uXXXX. `json`: as JSON.stringify gives it. */
export const visibleJson = (json: string): string =>
  json.replace(UNSEEN, (character) =>
    [...Array(character.length).keys()]
      .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** How reviewers are told apart: by what they write of themselves, held against what others wrote. Pure. */

/** Nothing around it, and nothing in it that nobody sees: it is held against the user's. */
const ADDRESS = /^[^\s@<>:,;\p{Cf}]+@[^\s@<>:,;\p{Cf}]*[^\s@<>:,;.\p{Cf}]$/u;

export const isAddress = (text: string): boolean => ADDRESS.test(text);

/** Equal for one address, also in letters that only look other, and without characters that nobody sees. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();

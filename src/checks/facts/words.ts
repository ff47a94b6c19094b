/** The words that a name is made of, however they were put together. */

/** `hmac-sha256:9f2c1a07:Qm9iIGlzIG5vdCBoZXJlIQ`, and in a copy without people `~a1B2c3` behind it: chance makes words of it. */
const FINGERPRINT = /hmac-sha256:[0-9a-f]{8}:[\w-]{22}(?:~[\w-]{6})?/g;

/** Returns them in lower case: `userID`, `user_id`, `User ID` are `user`, `id`. A fingerprint is one word, as it stands. */
export function wordsOf(name: string): readonly string[] {
  const fingerprints = name.match(FINGERPRINT) ?? [];
  return name.split(FINGERPRINT).flatMap((piece, index) => {
    const fingerprint = fingerprints[index];
    return fingerprint === undefined ? ownWords(piece) : [...ownWords(piece), fingerprint];
  });
}

const ownWords = (text: string): readonly string[] =>
  text
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** A certificate in words, with its digest as what can be copied. */
import type { JSX } from 'preact';
import { Digest } from '../page/marks.tsx';
import { Said } from '../page/said.tsx';
import { Text } from '../page/text.tsx';

const DIGEST = /^(.*) is (sha256:[0-9a-f]{64})$/;

/** `users: complete`: what it is about is found at a glance. */
function Named({ words }: { readonly words: string }): JSX.Element {
  const [name = '', ...rest] = words.split(': ');
  return (
    <>
      <strong>
        <Text value={name} />
      </strong>
      {rest.length > 0 && ': '}
      <Text value={rest.join(': ')} />
    </>
  );
}

export const CertificateWords = ({ words }: { readonly words: string }): JSX.Element => (
  <>
    {words.split('; ').map((part, index) => {
      const [, path, digest] = DIGEST.exec(part) ?? [];
      if (path === undefined || digest === undefined)
        return (
          <>
            {index > 0 && '; '}
            {index === 0 ? <Named words={part} /> : <Said value={part} />}
          </>
        );
      return (
        <>
          <br />
          <code>{path}</code>
          <br />
          <Digest value={digest} />
        </>
      );
    })}
  </>
);

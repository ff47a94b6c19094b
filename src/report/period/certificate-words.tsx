/** A certificate in words, with its digest as what can be copied. */
import type { JSX } from 'preact';
import { Digest } from '../page/marks.tsx';
import { Text } from '../page/text.tsx';

const DIGEST = /^(.*) is (sha256:[0-9a-f]{64})$/;

export const CertificateWords = ({ words }: { readonly words: string }): JSX.Element => (
  <>
    {words.split('; ').map((part, index) => {
      const [, path, digest] = DIGEST.exec(part) ?? [];
      if (path === undefined || digest === undefined)
        return (
          <>
            {index > 0 && '; '}
            <Text value={part} />
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

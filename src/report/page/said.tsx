/** Sentences of our own: with instants and commands as everywhere on the page, and folded only where they are longer than anybody reads. */
import { Fragment, type JSX } from 'preact';
import { Instant } from './marks.tsx';
import { named, Text } from './text.tsx';

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;

/** What is to be typed: our sentences have it between backticks, for terminals. */
const TYPED = /`([^`]+)`/;

/** A sentence is longer than a name, and may have names in it that fill a page. */
const LONGEST = 480;

export function Said({ value }: { readonly value: string }): JSX.Element {
  if (value.length > LONGEST) return <Text value={value} />;
  return (
    <bdi>
      {value.split(TYPED).map((part, index) => (
        <Fragment>{index % 2 === 1 ? <code>{named(part)}</code> : <WithInstants value={part} />}</Fragment>
      ))}
    </bdi>
  );
}

const WithInstants = ({ value }: { readonly value: string }): JSX.Element => (
  <>
    {value.split(INSTANT).map((part, index) => (
      <Fragment>{index % 2 === 1 ? <Instant value={part} /> : named(part)}</Fragment>
    ))}
  </>
);

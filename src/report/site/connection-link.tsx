/** The name of a connection, with its page where it has one. */
import type { JSX } from 'preact';
import type { FleetRow } from '../../answers/pages/site/fleet-facts.ts';
import { CONNECTION_PAGE, linkTo } from '../../answers/pages/site/site-names.ts';
import { Text } from '../page/text.tsx';

type Linked = Pick<FleetRow, 'connection'> & { readonly isNameless?: boolean };

export function ConnectionLink({
  row: { connection, isNameless = false },
}: {
  readonly row: Linked;
}): JSX.Element {
  const name = <Text value={connection} />;
  return isNameless ? name : <a href={linkTo(connection, CONNECTION_PAGE)}>{name}</a>;
}

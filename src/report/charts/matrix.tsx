/** A sign for each pair of a row and a column: which resource ended how in which run, which class reaches whom. */
import type { JSX } from 'preact';
import { Badge, type Mark } from '../page/marks.tsx';
import { Text } from '../page/text.tsx';

interface MatrixProps {
  readonly name: string;
  readonly caption: string;
  /** What a row is. */
  readonly of: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    /** One for each column; null: there is nothing to say. */
    readonly cells: readonly (Mark | null)[];
  }[];
}

/** As a table: it is one, and so nothing has to stand beside it. */
export function Matrix({ name, caption, of, columns, rows }: MatrixProps): JSX.Element {
  return (
    <div class="table" id={`table-${name}`}>
      <section class="scroll" aria-label={caption} tabindex={0}>
        <table class="rows matrix" data-table={name}>
          <caption>{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{of}</th>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ label, cells }) => (
              <tr>
                <th scope="row">
                  <Text value={label} />
                </th>
                {cells.map((cell) => (
                  <td>{cell === null ? <span class="quiet">·</span> : <Badge {...cell} />}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

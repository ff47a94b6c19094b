/** Every failure, with the file that it is about. */
import { printable } from '../evidence/printable.ts';
import { Sub } from './part.tsx';
import type { Judged } from './verify-given.ts';

/** More than this nobody reads in a table; all are in the document that can be saved. */
const SHOWN = 500;

export function Failures({ report }: Pick<Judged, 'report'>) {
  if (report.failures.length === 0) return null;
  const left = report.failures.length - SHOWN;
  return (
    <>
      <Sub>Failures</Sub>
      <section class="scroll" aria-label="Every failure, with the file that it is about" tabindex={0}>
        <table class="rows" id="failures">
          <caption>Every failure, with the file that it is about</caption>
          <thead>
            <tr>
              <th scope="col">Code</th>
              <th scope="col">File</th>
              <th scope="col">What was found</th>
            </tr>
          </thead>
          <tbody>
            {report.failures.slice(0, SHOWN).map(({ code, where, message, count }) => (
              <tr>
                <td>
                  <strong>{code}</strong>
                </td>
                <td class="t">
                  <code>{printable(where)}</code>
                </td>
                <td class="l">
                  <bdi>{printable(message)}</bdi>
                  {count === undefined ? '' : ` (${count})`}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 && <p class="cut">and {left} more; the document below has all of them</p>}
    </>
  );
}

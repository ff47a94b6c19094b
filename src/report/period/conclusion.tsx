/** The line that is left for whoever concludes: a page never does. Only on paper. */
import type { JSX } from 'preact';

export const Conclusion = (): JSX.Element => (
  <div class="conclusion">
    <span>Conclusion of the auditor</span>
    <span>Name</span>
    <span>Date</span>
  </div>
);

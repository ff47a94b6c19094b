/** What the answers about one resource had in common, and what they themselves said against being whole. */
import type { AnswerDoubt } from '../evidence/read-facts.ts';
import type { Reply } from './attempt.ts';

/** Takes note of each answer about one resource. */
export class AnswerNotes {
  /** Answers that brought records. */
  pages = 0;
  digitsKept = 0;
  /** Status of the first answer, or of what failed since. */
  httpStatus: number | undefined;
  readonly doubts = new Map<AnswerDoubt, number>();

  notePage(page: Pick<Reply, 'status' | 'digitsKept' | 'doubts'>): void {
    this.pages += 1;
    this.httpStatus ??= page.status;
    this.noteAnswer(page);
  }

  /** An answer that adds to records of a page. */
  noteAnswer({ digitsKept, doubts }: Pick<Reply, 'digitsKept' | 'doubts'>): void {
    this.digitsKept += digitsKept;
    for (const doubt of doubts) this.doubts.set(doubt, (this.doubts.get(doubt) ?? 0) + 1);
  }
}

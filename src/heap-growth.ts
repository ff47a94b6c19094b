/** How much V8's heap may grow between two collections of garbage. */
import { setFlagsFromString } from 'node:v8';

/** Lets the heap grow by so many percent of what is alive. Holds from the next collection on, for the whole process. */
export function growHeapBy(percent: number): void {
  setFlagsFromString(`--heap-growing-percent=${percent}`);
}

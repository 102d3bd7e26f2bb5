/**
 * Where the tests listen: a tool that runs a lesson puts a recorder on `globalThis`, and every view
 * that the lesson shows is told to it.
 */
import type { View } from '../view/view.js';

export interface Recorder {
  readonly views: View[];
}

/** Tells the recorder, where there is one. */
export function record(view: View): void {
  (globalThis as { __n2dRecorder?: Recorder }).__n2dRecorder?.views.push(view);
}

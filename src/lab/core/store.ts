/**
 * The one changing thing of a lab: its state, and the drawing that follows it.
 *
 * However many changes arrive, the lab is drawn once a frame at most, and not at all while nothing
 * changes.
 */
export interface Store<S> {
  readonly get: () => S;
  /** Changes some values; everything that depends on them is drawn in the next frame. */
  readonly set: (change: Partial<S>) => void;
  /** Draws in the next frame although no value changed: after a resize, a change of theme. */
  readonly redraw: () => void;
}

/** A store that calls `draw` in the frame after a change. */
export function createStore<S extends object>(initial: S, draw: (state: S) => void): Store<S> {
  let state = initial;
  let waiting = false;
  const redraw = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw(state);
    });
  };
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change };
      redraw();
    },
    redraw,
  };
}

/**
 * Which bracket belongs to which, in one pass; a backslash before a bracket takes it out.
 */

/**
 * For each place of the text the place of its partner, or -1 where there is no bracket or no
 * partner. Round and square ones must close in order: in `([)]` only the round ones match.
 *
 * @example
 * Array.from(partners('a(b')); // [-1, -1, -1]
 * Array.from(partners('[x]')); // [2, -1, 0]
 */
export function partners(text: string): Int32Array {
  const result = new Int32Array(text.length).fill(-1);
  const open: number[] = [];
  // How many of each kind wait in `open`, so that a bracket without partner costs nothing.
  const waiting = { '(': 0, '[': 0 };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '\\') {
      at += 1;
    } else if (sign === '(' || sign === '[') {
      open.push(at);
      waiting[sign] += 1;
    } else if (sign === ')' || sign === ']') {
      const wanted = sign === ')' ? '(' : '[';
      if (waiting[wanted] === 0) continue;
      for (;;) {
        const last = open.pop() as number;
        const kind = text[last] as '(' | '[';
        waiting[kind] -= 1;
        if (kind !== wanted) continue;
        result[last] = at;
        result[at] = last;
        break;
      }
    }
  }
  return result;
}

/** Notices the library's own function, given as the answer: as it is, bound, or in a thin wrapper. */

/**
 * Whether a function is one of the library's, or only passes its arguments on to one,
 * perhaps with constants.
 *
 * @param library the functions that are the answer already
 *
 * @example
 * isHandedBack(Math.max, [Math.max]); // true
 * isHandedBack((a: number, b: number) => Math.max(0, a, b), [Math.max]); // true
 * isHandedBack((a: number, b: number) => (a > b ? a : b), [Math.max]); // false
 */
export function isHandedBack(fn: unknown, library: readonly object[]): boolean {
  if (typeof fn !== 'function') return false;
  if (library.includes(fn)) return true;
  try {
    const names = library.map((one) => String((one as { name?: unknown }).name ?? ''));
    const text = Function.prototype.toString.call(fn);
    if (/\{\s*\[native code\]\s*\}\s*$/.test(text)) {
      return names.includes(String(fn.name).replace(/^(bound )+/, ''));
    }
    const called = passedOnTo(text);
    return called !== null && names.includes(called);
  } catch {
    return false;
  }
}

/** The name that a function's text calls with the very arguments it was given, or null. */
function passedOnTo(source: string): string | null {
  const text = source.replace(/\/\*.*?\*\/|\/\/[^\n]*/gs, '').replace(/\s+/g, ' ');
  const name = String.raw`\(?(?:0, ?)?(?:[\w$]+\.)*([\w$]+)\)?`;
  const arrow = new RegExp(
    String.raw`^(?:async )?(?:\(([^()]*)\)|([\w$]+)) ?=> ?(?:\{ ?return )?${name}\(([^()]*)\) ?;? ?\}? ?$`,
  ).exec(text);
  if (arrow) return sameList(arrow[1] ?? arrow[2], arrow[4]) ? arrow[3] : null;
  const word = new RegExp(
    String.raw`^(?:async )?function ?[\w$]* ?\(([^()]*)\) ?\{ ?return ${name}\(([^()]*)\) ?;? ?\} ?$`,
  ).exec(text);
  return word && sameList(word[1], word[3]) ? word[2] : null;
}

/** Whether `passed` has the parameters in their order, and besides them only constants. */
function sameList(parameters: string, passed: string): boolean {
  const names = (list: string): string[] =>
    list.split(',').flatMap((one) => {
      const name = one.trim();
      return name === '' || /^(['"`][^'"`]*['"`]|[\d.]+)$/.test(name) ? [] : [name];
    });
  return names(parameters).join() === names(passed).join();
}

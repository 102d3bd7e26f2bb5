/** What a learner's function threw, in words: the message, never the stack. */

/** Whether it is the line that the stub of every exercise holds. */
export function isUntouched(error: unknown): boolean {
  return /^(\w*Error: )?your turn\b/i.test(errorText(error));
}

/** `TypeError: x is not a function`; whatever was thrown, even if it was no error at all. */
export function errorText(error: unknown): string {
  try {
    if (typeof error === 'object' && error !== null && 'message' in error) {
      const { name, message } = error as { name?: unknown; message?: unknown };
      const plainName = name === 'Error' || typeof name !== 'string' ? '' : `${name}: `;
      return `${plainName}${String(message)}`.split('\n')[0].slice(0, 300) || 'an empty error';
    }
    return String(error).split('\n')[0].slice(0, 300);
  } catch {
    return 'something that cannot be read';
  }
}

/** What usually lies behind an error of this kind. */
export function whyThrown(error: unknown): string {
  const text = errorText(error);
  const unknown = /ReferenceError: (\S+) is not defined/.exec(text)?.[1];
  if (unknown !== undefined) {
    return `Nothing is called ${unknown} here. A typing mistake, or a cell above that has not been run?`;
  }
  if (/before initialization/.test(text)) {
    return 'A name is used above the line that makes it. Swap the two.';
  }
  if (/Maximum call stack/.test(text)) {
    return 'Your function calls itself without an end: which case gives an answer without calling?';
  }
  if (/Assignment to constant/.test(text)) {
    return 'A `const` never changes. Use `let` for what you count or sum up in.';
  }
  if (/of (undefined|null)|(undefined|null) is not/.test(text)) {
    return 'Something is undefined there: a place that a list does not have (the last is length - 1), or a name that nobody set.';
  }
  if (/is not a function/.test(text))
    return 'What stands before the ( ) is no function. Is it the right name?';
  if (/is not iterable/.test(text))
    return 'A number was used as a list. Look at what each argument is.';
  if (/Invalid array length|out of memory|allocation failed/i.test(text)) {
    return 'A list of an impossible length: how was its length computed?';
  }
  return 'Your function stopped with this error before it had an answer.';
}

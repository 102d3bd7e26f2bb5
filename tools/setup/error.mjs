// @ts-check
/** What goes wrong in set-up, with the way out. Never shown with a stack trace. */
export class SetupError extends Error {
  /**
   * @param {string} message what is wrong, one line
   * @param {string | null} remedy what to do about it, one line
   */
  constructor(message, remedy = null) {
    super(message);
    this.name = 'SetupError';
    /** @type {string | null} */
    this.remedy = remedy;
  }
}

/**
 * The code of a system error (`ENOENT`), or ''.
 * @param {unknown} error
 * @returns {string}
 */
export function codeOf(error) {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return String(error.code);
}

/**
 * The message of anything thrown.
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

// @ts-check
/** What a run of the tests adds up to: counts, and what was left out with its reason. */

/** A tally over all parts of `npm test`. */
export class Report {
  passed = 0;
  failed = 0;
  /** @type {string[]} */
  failures = [];
  /** @type {string[]} */
  leftOut = [];

  /**
   * One thing that holds or does not.
   * @param {string} name
   * @param {boolean} holds
   * @param {string} [detail] shown when it does not
   */
  count(name, holds, detail = '') {
    if (holds) this.passed++;
    else {
      this.failed++;
      this.failures.push(detail === '' ? name : `${name}: ${detail}`);
    }
  }

  /**
   * Something that could not be tested here; with `required` that is a failure.
   * @param {string} what
   * @param {string} why
   * @param {boolean} required
   */
  leave(what, why, required) {
    if (required) this.count(what, false, `left out, and here nothing may be: ${why}`);
    else this.leftOut.push(`${what}: ${why}`);
  }

  /**
   * The last lines of the run; the very last is `N passed, N failed`.
   * @param {number} seconds
   */
  lines(seconds) {
    return [
      '',
      ...this.failures.map((line) => `failed: ${line}`),
      ...this.leftOut.map((line) => `left out: ${line}`),
      `took ${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`,
      `${this.passed} passed, ${this.failed} failed`,
    ];
  }
}

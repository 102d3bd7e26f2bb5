/**
 * A stranger's text on a terminal: one line, no control characters, which could move the cursor or
 * worse, and not longer than `longest`.
 */
export function plain(text: string, longest: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
  return clean.length > longest ? `${clean.slice(0, longest)} ...` : clean;
}

/** Text broken into lines of a width that a terminal and a notebook both have. */

/**
 * Breaks text at spaces.
 *
 * @param indent of the first line, in spaces
 * @param after indent of the lines after it
 * @param head stands in place of the first indent
 *
 * @example
 * wrap('one two', 2, 4); // ['  one two']
 */
export function wrap(
  text: string,
  indent = 0,
  after: number = indent,
  head: string = ' '.repeat(indent),
  width = 78,
): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = lines.length === 0 ? head : ' '.repeat(after);
    let empty = true;
    for (const word of paragraph.split(' ').filter((part) => part !== '')) {
      if (!empty && line.length + 1 + word.length > width) {
        lines.push(line);
        line = ' '.repeat(after);
        empty = true;
      }
      line += empty ? word : ` ${word}`;
      empty = false;
    }
    lines.push(line.trimEnd());
  }
  return lines;
}

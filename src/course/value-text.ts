/** Answers as a reader sees them: short, four digits, long lists cut in the middle. */
import { LongList, Opaque, type Plain, TensorNumbers } from './plain.js';

/**
 * A plain value as text, at most about `room` characters.
 *
 * @param digits significant digits of a number
 *
 * @example
 * valueText([0.40760596, 1e-9, -2]); // '[0.4076, 1e-9, -2]'
 */
export function valueText(value: Plain, room = 60, digits = 4): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'number') return numberText(value, digits);
  if (typeof value === 'bigint') return `${short(String(value), room)}n`;
  if (typeof value === 'string') return `'${short(value.replaceAll('\n', '\\n'), room)}'`;
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Opaque) return short(value.text, Math.max(room, 60));
  if (value instanceof TensorNumbers) {
    return `tensor [${value.shape.join(', ')}] ${valueText(value.values, room, digits)}`;
  }
  if (value instanceof LongList) return listText(value.start, value.length, room, digits);
  if (Array.isArray(value)) return listText(value, value.length, room, digits);
  return recordText(value as Readonly<Record<string, Plain>>, room, digits);
}

/** A number with so many significant digits, without trailing zeros. */
export function numberText(value: number, digits = 4): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  if (!Number.isFinite(value)) return String(value);
  return String(Number(value.toPrecision(digits)));
}

function listText(items: readonly Plain[], length: number, room: number, digits: number): string {
  const parts: string[] = [];
  let left = room;
  for (const item of items) {
    const text = valueText(item, Math.max(12, Math.min(left, room - 8)), digits);
    left -= text.length + 2;
    if (left < 0 && parts.length >= 2) break;
    parts.push(text);
    if (left < 0) break;
  }
  if (parts.length === length) return `[${parts.join(', ')}]`;
  return `[${parts.join(', ')}, ... ${length} in all]`;
}

function recordText(record: Readonly<Record<string, Plain>>, room: number, digits: number): string {
  const keys = Object.keys(record);
  const parts: string[] = [];
  let left = room;
  for (const key of keys) {
    const text = `${short(key, 30)}: ${valueText(record[key], Math.max(12, left), digits)}`;
    left -= text.length + 2;
    if (left < 0 && parts.length >= 1) break;
    parts.push(text);
  }
  const rest = keys.length - parts.length;
  if (keys.length === 0) return '{}';
  return `{ ${parts.join(', ')}${rest > 0 ? `, ... ${rest} more` : ''} }`;
}

function short(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 3))}...`;
}

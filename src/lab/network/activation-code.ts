/** Every activation as a line of TypeScript, for the code that the lab writes. Pure. */

/** What stands before the network in the written code, by the activation's name. */
export const ACTIVATION_CODE: Readonly<Record<string, string>> = {
  linear: 'const linear = (x: number): number => x;',
  binary: 'const binary = (x: number): number => (x >= 0 ? 1 : 0);',
  sigmoid: 'const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));',
  tanh: 'const tanh = (x: number): number => Math.tanh(x);',
  relu: 'const relu = (x: number): number => Math.max(0, x);',
  'leaky relu': 'const leakyRelu = (x: number): number => (x > 0 ? x : 0.01 * x);',
  elu: 'const elu = (x: number): number => (x > 0 ? x : Math.expm1(x));',
  silu: 'const silu = (x: number): number => x / (1 + Math.exp(-x));',
  gelu: `/** x times the share of a bell curve below x. */
function gelu(x: number): number {
  if (Math.abs(x) > 8) return Math.max(0, x);
  const half = x / Math.SQRT2;
  let term = half;
  let sum = half;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * half * half) / (2 * n + 1);
    sum += term;
  }
  return x * (0.5 + (Math.exp(-half * half) * sum) / Math.sqrt(Math.PI));
}`,
  'quick gelu': 'const quickGelu = (x: number): number => x / (1 + Math.exp(-1.702 * x));',
  softplus: `const softplus = (x: number): number =>
  Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));`,
  softmax: `function softmax(scores: number[]): number[] {
  const largest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - largest));
  const total = powers.reduce((sum, power) => sum + power);
  return powers.map((power) => power / total);
}`,
};

/** The name of an activation as TypeScript can have it: `leakyRelu`. */
export function codeName(name: string): string {
  return name.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
}

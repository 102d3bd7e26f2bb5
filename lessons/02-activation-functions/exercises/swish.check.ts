import { type ExerciseCheck, quickGelu, silu } from 'neuron-to-diffusion';

const close = (a: number, b: number): boolean => Math.abs(a - b) < 1e-9;
const gate = (z: number): number => 1 / (1 + Math.exp(-z));

export const check: ExerciseCheck<(x: number, beta: number) => number> = {
  reference: (x, beta) => x * gate(beta * x),
  library: [silu.apply, quickGelu.apply],
  tries: [
    [2, 1.5],
    [-1, 1.702],
    [1, 1],
    [-3, 0.5],
    [0, 2],
  ],
  tolerance: 1e-9,
  misconceptions: [
    {
      when: ({ args: [x, beta], got }) => close(got, gate(beta * x)),
      say: 'That is the gate alone. Multiply x by it: the gate says how much of x passes.',
    },
    {
      when: ({ args: [x, beta], got }) => close(got, x * gate(-beta * x)),
      say: 'Your gate opens for negative numbers: e is raised to MINUS beta times x.',
    },
    {
      when: ({ args: [x, beta], got }) => close(got, beta * x * gate(x)),
      say: 'Beta belongs inside the gate: it makes the gate open faster, not x larger.',
    },
    {
      when: ({ args: [x], got }) => close(got, x * gate(x)),
      say: 'That is silu, with beta 1. Multiply x by beta inside the gate.',
    },
    {
      when: ({ args: [x, beta], got }) => close(got, beta * x * gate(beta * x)),
      say: 'Beta stands twice: only the gate has it; x passes as it is.',
    },
  ],
  read: 'Gates: x times how open',
};

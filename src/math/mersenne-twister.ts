/**
 * MT19937, the engine under torch's CPU generator: 32 random bits at a time, period 2^19937 - 1.
 *
 * Source: Matsumoto and Nishimura 1998, "Mersenne Twister", with their `init_genrand` of 2002.
 */

/** Numbers of state, and the distance at which they are mixed. */
const size = 624;
const middle = 397;

/** A function that returns the next 32 random bits, from 0 to 2^32 - 1. */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(size);
  state[0] = seed;
  for (let i = 1; i < size; i++) {
    state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
  }
  let next = size;

  const twist = (): void => {
    for (let i = 0; i < size; i++) {
      const mixed = (state[i] & 0x80000000) | (state[(i + 1) % size] & 0x7fffffff);
      const odd = mixed & 1 ? 0x9908b0df : 0;
      state[i] = state[(i + middle) % size] ^ (mixed >>> 1) ^ odd;
    }
    next = 0;
  };

  return () => {
    if (next === size) twist();
    let bits = state[next++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return (bits ^ (bits >>> 18)) >>> 0;
  };
}

import { gradientContract } from '../contracts/gradients.js';

gradientContract('wasm');

import { gradientContract } from '../contracts/gradients.js';

gradientContract('cpu');

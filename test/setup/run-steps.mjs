// @ts-check
/**
 * Runs some steps of the set-up for the course in a folder, as a program of its own that a test can
 * kill: node run-steps.mjs FOLDER STEP... Prints its process id, then the results as JSON.
 */
import { addonStep } from '../../tools/setup/addon.mjs';
import { kernelStep } from '../../tools/setup/kernel-spec.mjs';
import { coursePaths } from '../../tools/setup/paths.mjs';
import { createBoard } from '../../tools/setup/progress.mjs';
import { jupyterStep, venvStep } from '../../tools/setup/python.mjs';
import { runSteps } from '../../tools/setup/steps.mjs';
import { libraryStep } from '../../tools/setup/tensorflow.mjs';

const [folder, ...names] = process.argv.slice(2);
const place = coursePaths(folder);
const all = [
  venvStep(place),
  jupyterStep(place),
  kernelStep(place),
  libraryStep(place),
  addonStep(place),
];
const steps = all
  .filter(({ name }) => names.includes(name))
  .map((step) => ({ ...step, needs: step.needs.filter((name) => names.includes(name)) }));
const results = await runSteps(steps, createBoard());
console.log(JSON.stringify(Object.fromEntries(results)));

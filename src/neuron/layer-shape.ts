/** How many numbers come into a layer and go out of it, how many neurons it has and where they look. */
import { ConfigError, ShapeError, unknownName } from '../math/errors.js';
import type { Conv1dOptions, Layer, LayerOptions } from './layer.js';

type Source = Pick<Layer, 'name' | 'kind' | 'size' | 'neurons'>;
type Shape = Pick<Layer, 'inputs' | 'size' | 'window' | 'neurons' | 'places' | 'step' | 'start'>;

const plain = { window: 0, neurons: 0, places: 1, step: 0, start: 0 };

/**
 * The shape that a layer gets from what is asked and from the layers that feed it.
 *
 * @throws ConfigError for a size that is no such thing, ShapeError where it does not fit
 */
export function layerShape(options: LayerOptions, name: string, sources: readonly Source[]): Shape {
  const inputs = sources.reduce((sum, { size }) => sum + size, 0);
  switch (options.kind) {
    case undefined:
    case 'dense':
      whole(name, 'neurons', options.size);
      return { ...plain, inputs, size: options.size, window: inputs, neurons: options.size };
    case 'conv1d':
      return convolutionShape(options, name, inputs, sources);
    case 'add':
    case 'multiply':
      if (sources.some(({ size }) => size !== sources[0].size)) {
        const got = sources.map((source) => `'${source.name}' of ${source.size}`).join(' and ');
        throw new ShapeError(`layer '${name}': got ${got}; expected layers of one size`);
      }
      return { ...plain, inputs, size: sources[0].size };
    case 'concatenate':
      return { ...plain, inputs, size: inputs };
    case 'slice':
      whole(name, 'numbers', options.size);
      if (!Number.isInteger(options.start) || options.start < 0) {
        throw new ConfigError(`layer '${name}': got start ${options.start}; expected 0, 1, 2 ...`);
      }
      if (options.start + options.size > inputs) {
        throw new ShapeError(
          `layer '${name}': got numbers ${options.start} to ${options.start + options.size - 1}; ` +
            `expected numbers 0 to ${inputs - 1}`,
        );
      }
      return { ...plain, inputs, size: options.size, start: options.start };
    case 'zeros':
      whole(name, 'numbers', options.size);
      return { ...plain, inputs: 0, size: options.size };
    default:
      throw unknownName('kind of layer', String((options as LayerOptions).kind), [
        ...['dense', 'conv1d', 'add', 'multiply', 'concatenate', 'slice', 'zeros'],
      ]);
  }
}

function convolutionShape(
  { filters, kernelSize, stride = 1, channels: asked }: Conv1dOptions,
  name: string,
  inputs: number,
  sources: readonly Source[],
): Shape {
  const channels = asked ?? (sources[0].kind === 'conv1d' ? sources[0].neurons : 1);
  whole(name, 'filters', filters);
  whole(name, 'kernelSize', kernelSize);
  whole(name, 'stride', stride);
  whole(name, 'channels', channels);
  const length = inputs / channels;
  if (!Number.isInteger(length)) {
    throw new ShapeError(
      `layer '${name}': got ${inputs} numbers for ${channels} channels; expected a multiple`,
    );
  }
  if (kernelSize > length) {
    throw new ShapeError(
      `layer '${name}': got kernelSize ${kernelSize} for a length of ${length}; ` +
        `expected at most ${length}`,
    );
  }
  const places = Math.floor((length - kernelSize) / stride) + 1;
  return {
    ...{ inputs, size: places * filters, neurons: filters, window: kernelSize * channels },
    ...{ places, step: stride * channels, start: 0 },
  };
}

function whole(name: string, what: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ConfigError(
    `layer '${name}': got ${value} ${what}; expected a whole number, 1 or more`,
  );
}

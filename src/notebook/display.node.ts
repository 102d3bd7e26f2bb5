/**
 * The one place that knows Jupyter: hands bundles of MIME types to the kernel that is running.
 *
 * tslab's own `display.raw` sends one MIME type a message; its `jupyter` module sends whole bundles.
 * It is found through the hook that tslab leaves, so that nothing here depends on tslab.
 */

/** Contents by MIME type; text and JSON as they are, pictures in base64. */
export type Bundle = Readonly<Record<string, unknown>>;

interface JupyterModule {
  lastWriteDisplayData(
    content: { data: Bundle; metadata: object; transient: { display_id?: string } },
    update: boolean,
  ): void;
}

interface KernelHook {
  require(name: string): unknown;
}

function jupyter(): JupyterModule | undefined {
  const hook = (globalThis as { __tslab__?: KernelHook }).__tslab__;
  if (hook === undefined) return undefined;
  const found = hook.require('tslab/dist/jupyter') as Partial<JupyterModule>;
  return typeof found.lastWriteDisplayData === 'function' ? (found as JupyterModule) : undefined;
}

/** Whether the code runs in a notebook's kernel. */
export function inNotebook(): boolean {
  return jupyter() !== undefined;
}

let outputs = 0;

/** An output of its own; gives back the way to replace it. Outside a notebook nothing happens. */
export function display(
  data: Bundle,
  metadata: object = {},
): (data: Bundle, metadata?: object) => void {
  outputs += 1;
  const transient = { display_id: `n2d-${process.pid}-${outputs}` };
  jupyter()?.lastWriteDisplayData({ data, metadata, transient }, false);
  return (next, nextMetadata = {}) => {
    jupyter()?.lastWriteDisplayData({ data: next, metadata: nextMetadata, transient }, true);
  };
}

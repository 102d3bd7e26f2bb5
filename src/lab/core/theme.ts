/**
 * Light or dark: what the page around the lab says, else what the reader's system says.
 *
 * The page around it posts `{ type: 'n2d-theme', dark: true }`; anything else is not listened to.
 */

/** Whether the lab is dark now. */
export function isDark(): boolean {
  return document.documentElement.dataset.theme === 'dark';
}

/** Follows the system and the page around the lab; calls `changed` after each change. */
export function followTheme(changed: () => void): void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  let told: boolean | undefined;
  const apply = (): void => {
    document.documentElement.dataset.theme = (told ?? system.matches) ? 'dark' : 'light';
    changed();
  };
  system.addEventListener('change', apply);
  addEventListener('message', (event: MessageEvent<unknown>) => {
    const dark = themeIn(event.data);
    if (dark === undefined) return;
    told = dark;
    apply();
  });
  apply();
}

/** The theme in a message, if it is one of ours. */
export function themeIn(message: unknown): boolean | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, dark } = message as { type?: unknown; dark?: unknown };
  return type === 'n2d-theme' && typeof dark === 'boolean' ? dark : undefined;
}

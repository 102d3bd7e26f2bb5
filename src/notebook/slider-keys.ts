/**
 * The arrow keys for Plotly's sliders, which know only mouse and finger: a script that goes with a
 * slider figure into JupyterLab. Each slider becomes a stop of the Tab key with the role of a
 * slider; an arrow, Home, End, Page Up or Page Down presses the place of the next step on its rail.
 */

/** Waits for the figure of the output above its own, then serves its sliders. */
export const sliderKeys: string = `(() => {
  const own = document.currentScript ?? [...document.querySelectorAll('script')].pop();
  const area = own?.closest('.jp-OutputArea');
  const child = own?.closest('.jp-OutputArea-child');
  const above = child?.previousElementSibling ?? area;
  if (!above) return;
  const serve = (plot, group) => {
    const opts = () => group.__data__;
    const tell = () => {
      const { active = 0, steps = [], currentvalue = {} } = opts() ?? {};
      group.setAttribute('aria-valuenow', active);
      group.setAttribute('aria-valuemin', 0);
      group.setAttribute('aria-valuemax', steps.length - 1);
      group.setAttribute('aria-valuetext', steps[active]?.label ?? '');
      group.setAttribute('aria-label', String(currentvalue.prefix ?? '').replace(/:\\s*$/, ''));
    };
    const press = (index) => {
      const ticks = group.querySelectorAll('.slider-tick-rect');
      const rail = group.querySelector('.slider-rail-touch-rect');
      if (!ticks[index] || !rail) return;
      const box = ticks[index].getBoundingClientRect();
      const at = { bubbles: true, clientX: box.left + box.width / 2, clientY: box.top };
      rail.dispatchEvent(new MouseEvent('mousedown', at));
      plot.dispatchEvent(new MouseEvent('mouseup', at));
      tell();
    };
    group.setAttribute('tabindex', '0');
    group.setAttribute('role', 'slider');
    tell();
    group.addEventListener('keydown', (event) => {
      const { active = 0, steps = [] } = opts() ?? {};
      const last = steps.length - 1;
      const leap = Math.max(1, Math.round(last / 5));
      const to = {
        ArrowRight: active + 1, ArrowUp: active + 1, ArrowLeft: active - 1, ArrowDown: active - 1,
        PageUp: active + leap, PageDown: active - leap, Home: 0, End: last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      press(Math.min(Math.max(to, 0), last));
    });
    plot.on?.('plotly_sliderchange', () => setTimeout(tell));
  };
  const find = () => {
    const plot = above.querySelector('.js-plotly-plot');
    const groups = plot ? [...plot.querySelectorAll('.slider-group')] : [];
    for (const group of groups) {
      if (!group.hasAttribute('tabindex')) serve(plot, group);
    }
  };
  find();
  new MutationObserver(find).observe(above, { childList: true, subtree: true });
})();`;

/**
 * What can be told of a page's accessibility by rule. Runs inside the page, so it may use nothing from outside itself.
 * Returns a line for each fault.
 */
export function faultsOf(): string[] {
  const faults: string[] = [];
  const shown = (element: Element): boolean => element.checkVisibility({ visibilityProperty: true });
  const say = (element: Element): string =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute("class") ?? ""}">`;

  for (const control of document.querySelectorAll("button, a, input, select, [role=meter], [role=timer], dialog")) {
    if (!shown(control)) continue;
    const labelledBy = control.getAttribute("aria-labelledby");
    const name =
      control.getAttribute("aria-label") ??
      (labelledBy === null ? undefined : document.getElementById(labelledBy)?.textContent) ??
      (control instanceof HTMLInputElement || control instanceof HTMLSelectElement
        ? control.labels?.[0]?.textContent
        : control.textContent);
    if (!name?.trim()) faults.push(`${say(control)} has no name`);
  }

  const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`two elements are "${id}"`);
  if (document.documentElement.lang === "") faults.push("the page has no language");
  if (document.querySelectorAll("main").length !== 1) faults.push("not exactly one main");
  if (document.documentElement.scrollWidth > innerWidth)
    faults.push(`wider than the window: ${document.documentElement.scrollWidth}`);

  // Contrast as WCAG 2 counts it, 4.5 for text; colours as the browser computes them, painted to be read as numbers.
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const paint = canvas.getContext("2d", { willReadFrequently: true });
  const over = (colours: readonly string[]): readonly number[] => {
    if (!paint) return [0, 0, 0];
    paint.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      paint.fillStyle = colour;
      paint.fillRect(0, 0, 1, 1);
    }
    return Array.from(paint.getImageData(0, 0, 1, 1).data.slice(0, 3));
  };
  const luminance = (rgb: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const modal = document.querySelector("dialog[open]");
  for (const element of (modal ?? document).querySelectorAll("*")) {
    const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
    // What cannot be used now may be pale (WCAG 1.4.3); what is only for screen readers is not seen.
    if (!says || !shown(element) || element.closest(":disabled, .unseen, option, svg")) continue;
    const grounds: string[] = [];
    for (let below: Element | null = element; below; below = below.parentElement) {
      grounds.unshift(getComputedStyle(below).backgroundColor);
    }
    const ground = over(["white", ...grounds]);
    const ink = over([`rgb(${ground.join(" ")})`, getComputedStyle(element).color]);
    const [dark = 0, light = 0] = [luminance(ground), luminance(ink)].toSorted((a, b) => a - b);
    const contrast = (light + 0.05) / (dark + 0.05);
    if (contrast < 4.5) {
      faults.push(
        `"${element.textContent?.trim().slice(0, 40)}" ${say(element)} has a contrast of ${contrast.toFixed(2)}`,
      );
    }
  }
  return faults;
}

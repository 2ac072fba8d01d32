/** The colours that tokens have now on `element`, for a canvas: it cannot read `var()` or `light-dark()`. */
export function tokenColors<Name extends string>(
  element: HTMLElement,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const before = element.style.color;
  const colors = {} as Record<Name, string>;
  for (const name of names) {
    element.style.color = `var(--${name})`;
    colors[name] = getComputedStyle(element).color;
  }
  element.style.color = before;
  return colors;
}

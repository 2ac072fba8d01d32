import type { Description } from '../../../language/language';
import { markdownHtml } from '../markdown-html';
import { paintText } from '../paint-text';

/** A declaration and what is written about it. */
export function descriptionElement({ code, documentation }: Description): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cm-description';
  const declaration = document.createElement('code');
  declaration.append(paintText(code, 'code', []));
  element.append(declaration);
  if (documentation) element.append(proseElement(documentation));
  return element;
}

/** Markdown, which comes in a moment. */
export function proseElement(text: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cm-prose';
  element.textContent = text;
  void markdownHtml(text).then((html) => (element.innerHTML = html));
  return element;
}

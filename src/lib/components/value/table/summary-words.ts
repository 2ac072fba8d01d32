import type { ColumnSummary } from '../../../artifacts/view/summarize-column';
import { m } from '../../../words/generated/messages.js';
import { absolute, number } from '../../time-format';

/** An amount of a column in a few characters: a date without its time where that is midnight. */
export function amountWords(type: ColumnSummary['type'], value: number): string {
  if (type !== 'date')
    return number(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
  return value % 86_400_000 === 0 ? new Date(value).toISOString().slice(0, 10) : absolute(value);
}

export const rangeWords = (type: ColumnSummary['type'], from: number, to: number): string =>
  [...new Set([amountWords(type, from), amountWords(type, to)])].join(' – ');

/** What is in a column: from where to where, how many different ones, how many missing. */
export function summaryWords({ type, range, distinct, missing }: ColumnSummary): string {
  const parts = [
    ...(range ? [rangeWords(type, range.min, range.max)] : []),
    ...(range
      ? []
      : [distinct === undefined ? m.value_many_different() : m.value_different({ count: distinct })]),
    ...(missing > 0 ? [m.value_missing({ count: number(missing) })] : []),
  ];
  return parts.join(' · ');
}

/** Calls `giveUp` where the answer is not there after so many milliseconds: code of a notebook may come to no end. */
export function inTime<Answer>(
  answer: Promise<Answer>,
  giveUp: () => void,
  milliseconds: number,
): Promise<Answer> {
  const late = setTimeout(giveUp, milliseconds);
  return answer.finally(() => clearTimeout(late));
}

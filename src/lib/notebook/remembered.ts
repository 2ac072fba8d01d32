/** Keeps the answers of a pure function of a text, the last `size` different ones. */
export function remembered<Answer>(compute: (text: string) => Answer, size = 2000): (text: string) => Answer {
  const answers = new Map<string, Answer>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = compute(text);
    if (answers.size >= size) answers.delete(answers.keys().next().value!);
    answers.set(text, answer);
    return answer;
  };
}

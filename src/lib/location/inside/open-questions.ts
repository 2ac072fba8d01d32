/** Questions to the host that wait for an answer: `most` at a time, the others until one of these has it. */
export function openQuestions<Answer>(most: number) {
  const open = new Map<number, (answer: Answer) => void>();
  const waiting: (() => void)[] = [];
  let numbers = 0;

  return {
    /** `send` is called, with a number that the answer repeats, when it is the question's turn. */
    ask: (send: (number: number) => void): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const begin = () => {
          const number = ++numbers;
          try {
            send(number);
            open.set(number, resolve);
          } catch (error) {
            reject(error); // It cannot be sent: the next has its turn.
            waiting.shift()?.();
          }
        };
        if (open.size < most) begin();
        else waiting.push(begin);
      }),
    answered(number: number, answer: Answer) {
      open.get(number)?.(answer);
      open.delete(number);
      waiting.shift()?.();
    },
  };
}

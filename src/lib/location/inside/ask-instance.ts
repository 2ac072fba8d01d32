import { DagbookError, revivedError } from '../../base/errors';
import type { AskInstance } from '../../definitions/instance-question';
import { limits } from '../boundary/limits';
import type { QuestionAnswer, QuestionRequest } from '../boundary/wire';
import { openQuestions } from './open-questions';

/**
 * Asks the instance by `post`, within what the host allows. Who hears the host's answers hands them to `answered`;
 * `renew` begins to count anew.
 */
export function askInstance(post: (request: QuestionRequest) => void) {
  const questions = openQuestions<QuestionAnswer>(limits.openQuestions);
  let count = 0;

  const ask: AskInstance = async (asked) => {
    if (++count > limits.questions) throw tooMany();
    const answer = await questions.ask((question) => post({ question, asked }));
    if ('error' in answer) throw revivedError(answer.error);
    return answer.answer;
  };

  return {
    ask,
    answered: (answer: QuestionAnswer) => questions.answered(answer.question, answer),
    renew() {
      count = 0;
    },
  };
}

const tooMany = () =>
  new DagbookError(`A step may ask the instance ${limits.questions} times at most`, {
    name: 'TooManyQuestions',
    remedy: 'Ask for many records at once: fetchMaterializations and getRuns answer up to 1,000.',
  });

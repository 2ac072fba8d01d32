import { DagbookError, serializeError } from '../../base/errors';
import type { AskInstance, InstanceQuestion } from '../../definitions/instance-question';
import { limits } from './limits';
import { instanceQuestionSchema } from './question-schema';
import type { QuestionAnswer, QuestionRequest } from './wire';

/** Answers what an isolate asks of the instance. Throws where it asks for more than `limits` allow. */
export function answerQuestions(
  askInstance: AskInstance = noInstance,
  answer: (answer: QuestionAnswer, buffers: readonly ArrayBuffer[]) => void,
) {
  let asked = 0;
  let open = 0;

  return {
    /** A step has ended. */
    renew() {
      asked = 0;
    },
    async request({ question, asked: what }: QuestionRequest): Promise<void> {
      if (++asked > limits.questions || ++open > limits.openQuestions) throw new Error('too many questions');
      try {
        answer({ question, answer: await askInstance(readQuestion(what)) }, []);
      } catch (error) {
        answer({ question, error: serializeError(error) }, []);
      } finally {
        open--;
      }
    },
  };
}

/** What user code has given comes as it is: what is wrong with it ends no isolate. */
function readQuestion(asked: unknown): InstanceQuestion {
  const { success, data } = instanceQuestionSchema.safeParse(asked);
  if (success) return data;
  throw new DagbookError('The instance was asked for what there is not', {
    name: 'InvalidQuestion',
    remedy: 'Look at the arguments: keys, names and cursors are texts, times are dates or milliseconds.',
  });
}

async function noInstance(): Promise<never> {
  throw new DagbookError('There is no instance to ask here', { name: 'NoInstance' });
}

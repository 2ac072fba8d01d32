// %% [notebook] {"format":1,"title":"Executors"}

// %% [markdown] {"id":"k5yc05gm"}
// # Executors
//
// The **executor** of a run decides how its steps are executed: one after another in one worker (`in_process`), or side
// by side, each in a worker of its own (`multiprocess`). Look at the timelines of two runs to see the difference.

// %% {"id":"9k9ek5cd","name":"sheets"}
import { definitions, job, op } from 'dagbook';

/** Works for a while, as a step that counts would. */
function work(milliseconds: number) {
  let steps = 0;
  for (const end = performance.now() + milliseconds; performance.now() < end;) steps++;
  return steps;
}

export const bakeLeft = op(() => work(400) > 0);
export const bakeRight = op(() => work(400) > 0);
export const serve = op(({ left, right }: { left: boolean; right: boolean }) => left && right);

// %% [markdown] {"id":"0fx6p31c"}
// A job can choose its executor; a run can choose another when it is launched.

// %% {"id":"rqvkbyff","name":"jobs"}
export const myJob = job({ name: 'my_job', executor: { type: 'multiprocess' } }, () => {
  serve({ left: bakeLeft(), right: bakeRight() });
});

export const oneByOne = job({ name: 'one_by_one', executor: { type: 'in_process' } }, () => {
  serve({ left: bakeLeft(), right: bakeRight() });
});

// %% [markdown] {"id":"hd1mgppq"}
// This is the executor of all jobs and assets of the notebook that choose none.

// %% {"id":"bfgb7bn4","name":"defs"}
export default definitions({ executor: { type: 'multiprocess', maxConcurrent: 2 } });

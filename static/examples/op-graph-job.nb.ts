// %% [notebook] {"format":1,"title":"Op, graph, job"}

// %% [markdown] {"id":"ztnx4j0y"}
// # Op, graph, job
//
// An **op** is one unit of work: a function that becomes a step where a graph calls it. Ops keep nothing by
// themselves; where the result is what matters, an asset says it better.

// %% {"id":"5shg63c7","name":"ops"}
import { graph, job, op } from 'dagbook';

export const extractData = op(() => ({ data: [1, 2, 3, 4, 5] }));

export const transformData = op(({ data }: { data: { data: number[] } }) => ({
  transformedData: data.data.map((x) => x * 2),
}));

// %% [markdown] {"id":"c4nqthgn"}
// A **graph** says which op gets what of which other. Its body is executed when the notebook is loaded, only to see
// the connections: no data flows there.

// %% {"id":"mx2mywe8","name":"etlProcess"}
export const etlProcess = graph(() => {
  const data = extractData();
  return transformData({ data });
});

// %% [markdown] {"id":"x2r6m450"}
// A **job** is what can be run. Its steps are named after the way down to the op: `etlProcess.extractData`, then
// `etlProcess.transformData`.

// %% {"id":"7mrct9ny","name":"myEtlJob"}
export const myEtlJob = job(() => {
  etlProcess();
});

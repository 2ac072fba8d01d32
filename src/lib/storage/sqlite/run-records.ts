import type { JobId } from '../automation-storage';
import type { Run, RunsFilter, Storage } from '../storage';
import { MaintenanceRecords } from './maintenance-records';
import { newestRuns, summarizeRuns, tagsOfRuns } from './run-summaries';
import { addTags, selectRun, selectRuns } from './run-table';

/** What runs are and which tags they have; their logs are `SqliteStorage`'s. */
export abstract class RunRecords
  extends MaintenanceRecords
  implements Pick<Storage, 'getRun' | 'listRuns' | 'runSummaries' | 'newestRuns' | 'runTags' | 'addRunTags'>
{
  async getRun(id: string) {
    return selectRun(this.queries, id);
  }

  async listRuns(filter: RunsFilter = {}) {
    return selectRuns(this.queries, filter);
  }

  async runSummaries(filter: RunsFilter = {}) {
    return summarizeRuns(this.queries, filter);
  }

  async newestRuns(jobs: readonly JobId[]) {
    return newestRuns(this.queries, jobs);
  }

  async runTags(valuesEach: number) {
    return tagsOfRuns(this.queries, valuesEach);
  }

  async addRunTags(id: string, tags: Run['tags']) {
    await this.write((changes) => {
      changes.add({ topic: 'run', runId: id, lastEventId: addTags(this.queries, id, tags) });
    });
  }
}

import type { JobStatus } from '../../instance/instance';

/** The jobs that have every word of `text` in their name, notebook, selection or tags; by name. */
export function findJobs(jobs: readonly JobStatus[], text: string): readonly JobStatus[] {
  const words = text.toLowerCase().split(/\s+/);
  return jobs
    .filter(({ job, title }) => {
      const tags = Object.entries(job.tags).map(([name, value]) => `${name}:${value}`);
      const about = [job.name, title, job.selection, ...tags].join(' ').toLowerCase();
      return words.every((word) => about.includes(word));
    })
    .toSorted((a, b) => a.job.name.localeCompare(b.job.name));
}

import { assetSteps, type StepSurroundings } from './asset-steps';
import { breakDependents } from './check-drafts';
import type { KnownAssets } from './check-links';
import { ownChecks } from './check-specs';
import type { AssetDrafts } from './collect-assets';
import { brokenUses } from './collect-jobs';
import type { CollectedOps } from './collect-ops';
import type { Violation } from './definition-rules';
import type { NodeDraft } from './node-draft';
import type { AssetCheckSnapshot, AssetSnapshot, StepSnapshot } from './snapshot';

/** By what else a location has, an asset is judged. */
interface Surroundings {
  readonly around: StepSurroundings;
  readonly known: KnownAssets;
  readonly brokenOps: CollectedOps['broken'];
  readonly checkSteps: (steps: readonly StepSnapshot[]) => readonly Violation[];
  readonly report: AssetDrafts['report'];
}

/** What works of a draft, as far as it can tell of itself. */
interface Part {
  readonly draft: NodeDraft;
  readonly steps: readonly StepSnapshot[];
  readonly checks: readonly AssetCheckSnapshot[];
}

/** The assets without errors, with the steps that make them and the checks that those evaluate. */
export function workingAssets(drafts: readonly NodeDraft[], surroundings: Surroundings) {
  const { broken } = surroundings.known;
  const parts: Part[] = [];
  for (const draft of drafts) if (!broken.has(draft)) parts.push(judgedPart(draft, surroundings));
  breakDependents(drafts, broken, surroundings.report);

  const assets: AssetSnapshot[] = [];
  const steps: StepSnapshot[] = [];
  const checks: AssetCheckSnapshot[] = [];
  for (const part of parts) {
    if (broken.has(part.draft)) continue;
    for (const asset of part.draft.assets) assets.push(asset);
    for (const step of part.steps) steps.push(step);
    for (const check of part.checks) checks.push(check);
  }
  return { assets, steps, checks };
}

function judgedPart(draft: NodeDraft, { around, known, brokenOps, checkSteps, report }: Surroundings): Part {
  const steps = assetSteps(draft, around);
  const { checks, violations } = ownChecks(draft, known);
  if (draft.composed)
    for (const violation of brokenUses(draft.composed.invocations, brokenOps)) report(draft, violation);
  for (const violation of violations) report(draft, violation);
  for (const violation of checkSteps(steps)) report(draft, violation);
  return { draft, steps, checks };
}

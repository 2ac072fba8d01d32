import type { Violation } from '../definition-rules';
import { describeCondition, operandsOf, type ConditionTree } from './condition-snapshot';

type Tree = ConditionTree<unknown>;

const ofRoots: ReadonlySet<Tree['type']> = new Set([
  'any_job_root_assets_match',
  'all_job_root_assets_match',
]);

/** A job has no facts of its own: these say nothing about what an asset is. */
const ofAnything: ReadonlySet<Tree['type']> = new Set([
  'and', 'or', 'not', 'since', 'newly_true', 'cron_tick_passed', 'in_latest_time_window', 'initial_evaluation',
  'newly_requested', ...ofRoots,
]); // prettier-ignore

/** What is wrong with a condition of an asset or a check: only a job has root assets. */
export function checkAssetCondition(tree: Tree): readonly Violation[] {
  const wrong = find(tree, ({ type }) => ofRoots.has(type));
  if (!wrong) return [];
  return [
    {
      message: `its automationCondition has ${wrong.type}, which is only true of jobs`,
      remedy: 'Give it to a job: defineAssetJob({ selection, automationCondition }).',
    },
  ];
}

/** What is wrong with a condition of a job, which is about the root assets of that job (Dagster's rule). */
export function checkJobCondition(tree: Tree): readonly Violation[] {
  const wrap =
    'Write AutomationCondition.allJobRootAssetsMatch(condition), or anyJobRootAssetsMatch(condition).';
  const asked = rootsIn(tree);
  const wrong = find(tree, ({ type }) => !ofAnything.has(type), asked);
  if (wrong)
    return [
      { message: `its automationCondition asks the job itself ${describeCondition(wrong)}`, remedy: wrap },
    ];
  if (asked.length === 0)
    return [{ message: 'its automationCondition asks nothing of its root assets', remedy: wrap }];
  return asked.flatMap((each) => operandsOf(each).flatMap(checkAssetCondition));
}

const rootsIn = (tree: Tree): readonly Tree[] =>
  ofRoots.has(tree.type) ? [tree] : operandsOf(tree).flatMap(rootsIn);

/** The first node, from the top, of which it holds; what stands in `except` is not looked into. */
function find(tree: Tree, holds: (tree: Tree) => boolean, except: readonly Tree[] = []): Tree | undefined {
  if (holds(tree)) return tree;
  if (except.includes(tree)) return undefined;
  for (const operand of operandsOf(tree)) {
    const found = find(operand, holds, except);
    if (found) return found;
  }
  return undefined;
}

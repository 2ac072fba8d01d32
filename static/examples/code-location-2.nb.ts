// %% [notebook] {"format":1,"title":"Code location 2"}

// %% [markdown] {"id":"mq12zyqk"}
// # Code location 2
//
// An asset of another notebook is named by its key, as text. Open *Code location 1* too and materialize it first; the
// lineage of all notebooks then shows the two as one graph.

// %% [markdown] {"id":"ryng3czc"}
// With its value: an exported `AssetSpec` declares that the asset is made elsewhere, and of what type it is. Then it can
// be named in `ins`, itself or by its key in an `AssetIn`.

// %% {"id":"5vsv1z8h","name":"codeLocation2Asset"}
import { asset, AssetIn, AssetSpec, MaterializeResult } from 'dagbook';

export const upstream = new AssetSpec<number>('codeLocation1Asset');

export const codeLocation2Asset = asset({ ins: { x: upstream } }, ({ x }) => x + 6);

// %% {"id":"vdf3rqj3","name":"codeLocation2Sum"}
export const codeLocation2Sum = asset(
  { ins: { x: new AssetIn<number>('codeLocation1Asset') } },
  ({ x }) => x + 10,
);

// %% [markdown] {"id":"vkn88nx3"}
// Without its value: `deps` only says that the other one comes first.

// %% {"id":"3fd9hq9f","name":"codeLocation2Notice"}
export const codeLocation2Notice = asset({ deps: ['codeLocation1Asset'] }, (_, context) => {
  context.log.info('codeLocation1Asset is there');
  return new MaterializeResult({ metadata: { follows: 'codeLocation1Asset' } });
});

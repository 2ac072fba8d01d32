// %% [notebook] {"format":1,"title":"deps and AssetIn"}

// %% [markdown] {"id":"13wh8sda"}
// # deps and AssetIn
//
// Both say that one asset comes before another. Only `ins` also hands over the value: the note that this example comes
// from says that `deps` does so too, but there, as here, it orders and nothing more.

// %% {"id":"8qanp16q","name":"upstreamAsset"}
import { asset, AssetIn, AssetOut, MaterializeResult, multiAsset } from 'dagbook';

export const upstreamAsset = asset(() => ({ data: 'value' }));

// %% [markdown] {"id":"5vnk9abd"}
// ## deps: order, no value
//
// The function's first argument is empty. This is for data that is reached in another way, such as a table in a
// database.

// %% {"id":"qhxa1mxd","name":"orderedAsset"}
export const orderedAsset = asset({ deps: [upstreamAsset] }, (inputs) => Object.keys(inputs));

// %% [markdown] {"id":"xq2tzzxn"}
// ## ins: the value, typed
//
// Under the asset's own name it is enough to name it.

// %% {"id":"sf331b96","name":"downstreamAsset"}
export const downstreamAsset = asset({ ins: { upstreamAsset } }, ({ upstreamAsset }) =>
  upstreamAsset.data.toUpperCase(),
);

// %% [markdown] {"id":"aq248r31"}
// ## AssetIn: when there is more to say
//
// It is needed where the argument has another name than the asset, and where the asset is said by its key. The
// argument's name alone is free anyway: `ins: { customName: upstreamAsset }` does the same.

// %% {"id":"fhyzm694","name":"customNames"}
export const renamedAsset = asset(
  { ins: { customName: new AssetIn(upstreamAsset) } },
  ({ customName }) => customName.data,
);

export const assetByKey = asset(
  { ins: { customName: new AssetIn<{ data: string }>('upstreamAsset') } },
  ({ customName }) => customName.data,
);

// %% [markdown] {"id":"avqk5nxg"}
// ## One output of a multiAsset
//
// Each output of a `multiAsset` is an asset; `assets` has them by name, so that only the one that is needed is loaded.

// %% {"id":"tqd0v5x5","name":"oneOfSeveral"}
export const halves = multiAsset(
  { outs: { left: new AssetOut<number>(), right: new AssetOut<string>() } },
  function* () {
    yield new MaterializeResult({ assetKey: 'left', value: 1 });
    yield new MaterializeResult({ assetKey: 'right', value: 'two' });
  },
);

export const onlyRight = asset(
  { ins: { half: new AssetIn(halves.assets.right) } },
  ({ half }) => half.length,
);

// %% [notebook] {"format":1,"title":"Team B"}

// %% [markdown] {"id":"t3ambq1x"}
// # Team B
//
// The other of two teams: see the notebook *Team A*. Nothing here knows of it.

// %% {"id":"t3ambw2y","name":"assetB"}
import { asset, definitions } from 'dagbook';

export const assetB = asset(() => 'B');

// %% {"id":"t3ambd3z","name":"defs"}
export default definitions({ assets: [assetB] });

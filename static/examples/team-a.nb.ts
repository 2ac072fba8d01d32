// %% [notebook] {"format":1,"title":"Team A"}

// %% [markdown] {"id":"t3amaq1x"}
// # Team A
//
// Two teams, two notebooks: each is a code location with a sandbox, packages and environment of its own, and both are
// seen in one lineage. What one breaks does not stop the other.
//
// In Node both are started together, `dagbook dev -f team-a.nb.ts -f team-b.nb.ts`, or by a `workspace.yaml` that names
// them: `dagbook dev -w workspace.yaml`.

// %% {"id":"t3amaw2y","name":"assetA"}
import { asset, definitions } from 'dagbook';

export const assetA = asset(() => 'A');

// %% {"id":"t3amad3z","name":"defs"}
export default definitions({ assets: [assetA] });

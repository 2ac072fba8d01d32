// %% [notebook] {"format":1,"title":"Code location 1"}

// %% [markdown] {"id":"bxtbgj5g"}
// # Code location 1
//
// Every notebook is a **code location**: it is loaded in a sandbox of its own, and sees nothing of the others but the
// keys of their assets. This one makes what the notebook *Code location 2* needs.

// %% {"id":"67kz11sw","name":"codeLocation1Asset"}
import { asset, definitions } from 'dagbook';

export const codeLocation1Asset = asset(() => 5);

// %% [markdown] {"id":"p39cqhsh"}
// Whatever cells export belongs to the location. `definitions()` can say the same as a list; it is the place to bind
// resources and to choose an executor for all.

// %% {"id":"tfwhk26g","name":"defs"}
export default definitions({ assets: [codeLocation1Asset] });

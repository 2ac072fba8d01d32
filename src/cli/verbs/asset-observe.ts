import { launchFields, launchOptions } from '../launch-options';
import { withNotebook } from '../open-instance';
import { runToEnd } from '../run-to-end';
import { selectAssets } from '../select-assets';
import { UsageError } from '../usage-error';
import { fileOption, jsonOption, type Verb } from '../verb';

export const assetObserve: Verb = {
  name: 'asset observe',
  summary: 'Look at the data of observable source assets',
  details: 'Records their data versions; what depends on data that has changed is stale then.',
  options: {
    file: fileOption,
    select: { type: 'string', value: 'SEL', help: 'An asset selection (default: all that are observable)' },
    ...launchOptions,
    json: jsonOption,
  },
  run: ({ file, select, json, ...values }) =>
    withNotebook(
      String(file),
      async ({ instance, location }) => {
        const assets = await instance.assets(location.name);
        const keys = selectAssets(location, assets, select as string | undefined)
          .filter(({ asset }) => asset.isObservable)
          .map(({ asset }) => asset.key);
        if (keys.length === 0)
          throw new UsageError('The selection holds no observable asset', {
            remedy: 'An asset made by observableSourceAsset can be observed.',
          });
        const selection = keys.map((key) => `key:${JSON.stringify(key)}`).join(' or ');
        const launch = () =>
          instance.launchRun({ location: location.name, selection, ...launchFields(values) });
        return runToEnd(instance, launch, json === true);
      },
      true,
    ),
};

// The actions that Acta knows. An action stands in the clear in the tree, so the list is closed.
import { categories, type Category } from '../vocabulary.ts';
import { accessActions } from './access.ts';
import { artifactActions } from './artifact.ts';
import { changeActions } from './change.ts';
import { dataActions } from './data.ts';
import { deployActions } from './deploy.ts';
import { identityActions } from './identity.ts';
import { pipelineActions } from './pipeline.ts';
import { policyActions } from './policy.ts';
import { secretActions } from './secret.ts';
import { systemActions } from './system.ts';
import type { ActionDefinition, Row } from './types.ts';

const tables: Record<Category, readonly Row[]> = {
  access: accessActions,
  identity: identityActions,
  change: changeActions,
  pipeline: pipelineActions,
  deploy: deployActions,
  secret: secretActions,
  artifact: artifactActions,
  data: dataActions,
  policy: policyActions,
  system: systemActions,
};

/** All actions by name, in the order of their categories. */
export const catalogue: ReadonlyMap<string, ActionDefinition> = new Map(
  categories.flatMap((category) =>
    tables[category].map(([action, effect, severity, sentence, outcome]) => {
      const definition: ActionDefinition = { action, category, effect, severity, sentence };
      if (outcome) definition.outcome = outcome;
      return [action, definition] as const;
    }),
  ),
);

/** The category of each object that the catalogue names: the part of an action before the dot. */
const categoryOfObject: ReadonlyMap<string, Category> = new Map(
  [...catalogue.values()]
    .toReversed()
    .map(({ action, category }) => [action.slice(0, action.indexOf('.')), category]),
);

/**
 * The definition of an action, or that of `<category>.other` where the catalogue doesn't have it.
 * Without a category the object's is taken (`repository.polished` is a change), and `system` where
 * the object is unknown too.
 */
export function actionOrOther(action: string, category?: Category): ActionDefinition {
  const known = catalogue.get(action);
  if (known) return known;
  const object = action.slice(0, Math.max(0, action.indexOf('.')));
  return catalogue.get(`${category ?? categoryOfObject.get(object) ?? 'system'}.other`)!;
}

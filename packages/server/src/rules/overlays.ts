// Overlays laid over one another: what a later one says of a rule counts more.
import type { Overlay, RuleOverlay } from '@acta/sigma';

/** One overlay of several; members of a rule that the later one does not name stay. */
export function mergeOverlays(...overlays: readonly Overlay[]): Overlay {
  const rules: Record<string, RuleOverlay> = {};
  for (const overlay of overlays) {
    for (const [id, said] of Object.entries(overlay.rules ?? {})) {
      rules[id] = { ...rules[id], ...said };
    }
  }
  return {
    rules,
    aliases: overlays.flatMap(({ aliases = [] }) => aliases),
    placeholders: Object.assign({}, ...overlays.map(({ placeholders = {} }) => placeholders)),
  };
}

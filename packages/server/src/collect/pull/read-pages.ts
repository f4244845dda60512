import type { Pull, PullPage, PullRequest, PullSource, PullStep } from '../../sources/pull.ts';
import type { Session } from './session.ts';

/**
 * The pages of one step, in order. Each is asked for only once the one before was dealt with: the
 * caller records and keeps `resume` before it goes on.
 */
export async function* readPages(
  session: Session,
  { pull, source }: { pull: Pull; source: PullSource },
  step: PullStep,
  signal: AbortSignal,
): AsyncGenerator<PullPage> {
  const waiting: PullRequest[] = [...pull.open(step, source)];
  let resume = step.resume;
  for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
    const answer = await session.ask(request, signal);
    const page = pull.read(answer, request, { ...step, resume }, source);
    ({ resume } = page);
    waiting.unshift(...page.next);
    yield page;
  }
}

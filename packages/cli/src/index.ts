export { runCommandLine } from './command-line.ts';
export { systemContext, type Context } from './context.ts';
export {
  formatDemoSummary,
  playDemo,
  playLive,
  type DemoOptions,
  type DemoSummary,
} from './demo/index.ts';

// Every kind of sink; the page and the command line learn of them from here.
import type { Kind } from '../types.ts';
import { webhook } from './webhook.ts';

export const sinkKinds: readonly Kind[] = [webhook];

export const kindNamed = (name: string): Kind | undefined =>
  sinkKinds.find(({ kind }) => kind === name);

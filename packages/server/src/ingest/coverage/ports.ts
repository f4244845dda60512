// What coverage needs of others; the composition root hands them in.
import type { AppendReceipt } from '../../lib/entry.ts';
import type { AuditRecord, Caller } from '../ports.ts';
import type { CoveredLog } from './follow.ts';

export type { CoveredLog } from './follow.ts';

export interface CoveredSource {
  id: string;
  type: string;
  name: string;
  /** RFC 3339. */
  created: string;
  paused: boolean;
}

export interface RecordedDay {
  day: string;
  state: string;
  events: number;
  /** Id of the event in the log. */
  event: string;
}

export interface StoredDown {
  began: number;
  ended: number;
  told: boolean;
}

export interface StoredCoverage {
  settings: string | null;
  state: string | null;
  /** By hour since 1970: events that happened in it, and slots in which some came. */
  hours: CountedHour[];
  days: RecordedDay[];
}

export type CountedHour = [hour: number, events: number, slots: number];

export interface SourceStep {
  id: string;
  state: string;
  hours: CountedHour[];
  days: RecordedDay[];
}

/** One step forward: all of it or nothing. */
export interface CoverageStep {
  /** Entries [0, through) are counted. */
  through: number;
  /** When Acta was last seen running: ms since 1970. */
  alive: number;
  sources: SourceStep[];
  down: StoredDown[];
}

export interface CoverageStore {
  progress(): Promise<{ through: number; alive: number; down: StoredDown[] } | null>;
  load(source: string): Promise<StoredCoverage>;
  save(step: CoverageStep): Promise<void>;
  saveSettings(source: string, settings: string): Promise<void>;
  held(): Promise<HeldDay[]>;
}

/** Deliveries in quarantine of one source, received on one day. */
export interface HeldDay {
  source: string;
  day: string;
  items: number;
}

export type CoverageLedger = CoveredLog;

export interface CoverageAudit {
  record(caller: Caller | null, record: AuditRecord & { once?: string }): Promise<AppendReceipt>;
}

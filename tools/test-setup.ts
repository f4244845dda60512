// Loaded before every test file: property tests draw the same examples in every run, so that a red
// run can be run again; ACTA_SEED takes another seed, ACTA_SEED=random a new one each time.
import { configureGlobal } from 'fast-check';

const wanted = process.env['ACTA_SEED'] ?? '20261120';
if (wanted !== 'random') configureGlobal({ seed: Number(wanted) });

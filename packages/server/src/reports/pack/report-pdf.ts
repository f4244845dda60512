// The report as a tagged PDF (PDF/UA structure: headings, tables, paragraphs), by pdfkit.
import Pdf from 'pdfkit';
import { coverOf, limitsOf, populationOf, range } from './report-html.ts';
import type { Count, ReportModel, ReportRow } from './summary.ts';

const MARGIN = 42;
const INK = '#1c1b19';
const QUIET = '#66625c';
const LINE = '#dedad3';
/** Rows of the table of events in the PDF: about ten pages; more is in report.html. */
const MAX_PDF_ROWS = 300;

const FONTS =
  'Letters outside of Western European alphabets are simplified here; report.html has them as they are.';

type Doc = InstanceType<typeof Pdf>;

/** The bytes of the report, piece by piece. */
export async function* reportPdf(model: ReportModel): AsyncGenerator<Uint8Array> {
  const doc = new Pdf({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/UA' as 'PDF/A-2a', // the types of pdfkit don't know it yet
    tagged: true,
    displayTitle: true,
    lang: 'en',
    info: {
      Title: `Evidence report: ${model.query.q === '' ? 'all events' : printable(model.query.q)}`,
      Author: `acta ${model.version}`,
      Subject: printable(`${model.events} events of ${model.origin}, ${range(model)}`),
      CreationDate: new Date(model.created),
    },
  });
  draw(doc, model);
  numberPages(doc, model);
  doc.end();
  for await (const chunk of doc as AsyncIterable<Buffer>) yield new Uint8Array(chunk);
}

function draw(doc: Doc, model: ReportModel): void {
  const root = doc.struct('Document');
  doc.addStructure(root);
  const put = (type: string, write: () => void) => root.add(doc.struct(type, {}, write));
  put('P', () => text(doc, 'Evidence report', 9, QUIET));
  put('H1', () => text(doc, model.query.q === '' ? 'All events' : model.query.q, 18, INK, true));
  put('P', () => text(doc, leadOf(model), 10, INK));
  doc.moveDown();
  put('P', () => facts(doc, model));
  for (const [title, counts] of [
    ['Actions', model.actions],
    ['Actors', model.actors],
    ['Outcomes', model.outcomes],
    ['Severities', model.severities],
  ] as const) {
    heading(doc, put, title);
    table(doc, root, ['Value', 'Events'], [400, 100], counts.map(countCells));
  }
  heading(doc, put, 'Notable events');
  eventTable(doc, root, model.notable);
  heading(doc, put, 'Events');
  const more =
    model.rows.length > MAX_PDF_ROWS ? ` The first ${MAX_PDF_ROWS} are listed here.` : '';
  put('P', () => text(doc, coverOf(model) + more, 8, QUIET));
  eventTable(doc, root, model.rows.slice(0, MAX_PDF_ROWS));
  heading(doc, put, 'What is left out');
  for (const sentence of [...limitsOf(model), FONTS]) put('P', () => text(doc, sentence, 9, INK));
  heading(doc, put, 'Proof');
  put('P', () =>
    text(doc, 'Every event of this pack is in the log under this checkpoint.', 9, INK),
  );
  put('Code', () => text(doc, model.head.checkpoint, 7, INK, false, 'Courier'));
  root.end();
}

function leadOf(model: ReportModel): string {
  return `${model.events.toLocaleString('en')} events, ${range(model)}, complete through #${model.through_index.toLocaleString('en')}`;
}

function facts(doc: Doc, model: ReportModel): void {
  for (const [name, value] of [
    ['Log', model.origin],
    ['Made for', model.reader],
    ['Made at', model.created],
    ['First event', model.first ?? 'none'],
    ['Last event', model.last ?? 'none'],
    ['Population', populationOf(model)],
  ] as const) {
    text(doc, `${name}: ${value}`, 9, INK);
  }
}

function heading(doc: Doc, put: (type: string, write: () => void) => void, title: string): void {
  if (doc.y > doc.page.height - 120) doc.addPage();
  doc.moveDown(1);
  put('H2', () => text(doc, title, 13, INK, true));
  doc.moveDown(0.3);
}

function eventTable(doc: Doc, root: PDFKit.PDFStructureElement, rows: ReportRow[]): void {
  const widths = [42, 92, 86, 200, 50, 42];
  const heads = ['Index', 'Time (UTC)', 'Actor', 'What', 'Source', 'Outcome'];
  table(doc, root, heads, widths, rows.map(eventCells));
}

function eventCells(row: ReportRow): string[] {
  const time = row.time.replace('T', ' ').slice(0, 19);
  const what = row.ticket === '' ? row.text : `${row.text} (${row.ticket})`;
  return [String(row.index), time, row.actor, what, row.source, row.outcome];
}

const countCells = ({ value, count }: Count) => [value, count.toLocaleString('en')];

function table(
  doc: Doc,
  root: PDFKit.PDFStructureElement,
  heads: string[],
  widths: number[],
  rows: string[][],
): void {
  const element = doc.struct('Table');
  root.add(element);
  const line = (cells: string[], type: 'TH' | 'TD') => {
    const height = rowHeight(doc, cells, widths);
    if (doc.y + height > doc.page.height - MARGIN - 12) doc.addPage();
    const top = doc.y;
    const row = doc.struct('TR');
    element.add(row);
    let x = MARGIN;
    for (const [column, width] of widths.entries()) {
      const left = x;
      const write = () => cell(doc, cells[column] ?? '', left, top, width, type);
      row.add(doc.struct(type, {}, write));
      x += width;
    }
    row.end();
    doc.markContent('Artifact', { type: 'Layout' });
    const under = top + height - 2;
    doc.moveTo(MARGIN, under).lineTo(x, under).lineWidth(0.5).strokeColor(LINE).stroke();
    doc.endMarkedContent();
    doc.x = MARGIN;
    doc.y = top + height;
  };
  if (rows.length === 0) line(['None', ...heads.slice(1).map(() => '')], 'TD');
  else {
    line(heads, 'TH');
    for (const cells of rows) line(cells, 'TD');
  }
  element.end();
}

function rowHeight(doc: Doc, cells: string[], widths: number[]): number {
  doc.font('Helvetica').fontSize(7.5);
  const heights = cells.map((value, i) =>
    doc.heightOfString(printable(value) || ' ', { width: (widths[i] ?? 50) - 6 }),
  );
  return Math.max(...heights) + 5;
}

function cell(doc: Doc, value: string, x: number, y: number, width: number, type: string): void {
  doc.font(type === 'TH' ? 'Helvetica-Bold' : 'Helvetica').fontSize(7.5);
  doc.fillColor(type === 'TH' ? QUIET : INK).text(printable(value), x, y, { width: width - 6 });
}

function text(
  doc: Doc,
  value: string,
  size: number,
  color: string,
  bold = false,
  font = bold ? 'Helvetica-Bold' : 'Helvetica',
): void {
  doc.font(font).fontSize(size).fillColor(color).text(printable(value), MARGIN);
}

function numberPages(doc: Doc, model: ReportModel): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    const bottom = doc.page.margins.bottom;
    doc.page.margins.bottom = 0;
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.font('Helvetica').fontSize(7).fillColor(QUIET);
    const footer = `${model.origin} · ${model.created} · page ${page + 1} of ${count}`;
    doc.text(printable(footer), MARGIN, doc.page.height - 28, { lineBreak: false });
    doc.endMarkedContent();
    doc.page.margins.bottom = bottom;
  }
}

const OUTSIDE = /[^\n\x20-\x7e\u00a0-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026]/gu;

/**
 * The standard fonts hold WinAnsi only: a letter outside of it loses its accents, anything else
 * becomes a question mark. report.html has all of it as it is, and the PDF says so.
 */
export function printable(value: string): string {
  return value.replace(OUTSIDE, (character) => {
    const plain = character.normalize('NFD').replaceAll(/\p{M}/gu, '');
    return plain !== '' && !plain.match(OUTSIDE) ? plain : '?';
  });
}

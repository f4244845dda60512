import { linesOf, type PackFiles } from '@acta/sdk';

/** A pack's files that were unpacked and chosen one by one, or as a folder. */
export function filesOfList(list: File[]): PackFiles {
  const files = new Map(list.map((file) => [nameOf(file), file]));
  const chunks = (name: string): AsyncIterable<Uint8Array> => {
    const file = files.get(name);
    if (file === undefined) throw new Error(`${name} is missing`);
    return file.stream();
  };
  return {
    names: () => [...files.keys()],
    async read(name) {
      const file = files.get(name);
      return file === undefined ? null : new Uint8Array(await file.arrayBuffer());
    },
    lines: (name) => linesOf(chunks(name)),
    chunks,
  };
}

/** A folder's name stands before the names of what is in it. */
function nameOf(file: File): string {
  const path = file.webkitRelativePath;
  if (path !== '') return path.slice(path.indexOf('/') + 1);
  return /^\d+$/.test(file.name) ? `checkpoints/${file.name}` : file.name;
}

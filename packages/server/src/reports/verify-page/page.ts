// verify.html: checks an evidence pack in a browser, offline, with the verifier of the command
// line.
import { openPack, verifyPack, type PackFiles, type PackResult, type Trust } from '@acta/sdk';
import { filesOfList } from './files-of-list.ts';
import { showError, showResult } from './show-result.ts';

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  id: string,
): HTMLElementTagNameMap[K] {
  const found = document.querySelector<HTMLElementTagNameMap[K]>(`${tag}#${id}`);
  if (found === null) throw new Error(`the page has no ${tag} #${id}`);
  return found;
}

function start(): void {
  const drop = element('label', 'drop');
  const input = element('input', 'file');
  const key = element('textarea', 'key');
  const button = element('button', 'check');
  const progress = element('progress', 'progress');
  const result = element('section', 'result');
  let files: File[] = [];

  const choose = (list: FileList | null) => {
    files = [...(list ?? [])];
    const size = files.reduce((sum, file) => sum + file.size, 0).toLocaleString('en');
    const name = files.length === 1 ? files[0]?.name : `${files.length} files`;
    if (files.length > 0) element('span', 'chosen').textContent = `${name} · ${size} bytes`;
    button.disabled = files.length === 0;
    result.replaceChildren();
  };
  input.addEventListener('change', () => choose(input.files));
  for (const type of ['dragenter', 'dragover']) {
    document.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.add('over');
    });
  }
  document.addEventListener('dragleave', () => drop.classList.remove('over'));
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    choose(event.dataTransfer?.files ?? null);
  });
  element('form', 'form').addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    progress.hidden = false;
    progress.removeAttribute('value');
    const onProgress = (done: number, total: number) => {
      progress.max = Math.max(1, total);
      progress.value = done;
    };
    void check(files, key.value, onProgress)
      .then((found) => showResult(result, found))
      .catch((error: unknown) => showError(result, error))
      .finally(() => {
        button.disabled = false;
        progress.hidden = true;
        result.focus();
      });
  });
}

async function check(
  files: File[],
  key: string,
  onProgress: (done: number, total: number) => void,
): Promise<PackResult> {
  return verifyPack(await open(files), trustOf(key), { onProgress });
}

function open(files: File[]): Promise<PackFiles> {
  const [first] = files;
  if (files.length === 1 && first) return openPack(first);
  return Promise.resolve(filesOfList(files));
}

/** Keys, one a line, or a policy: its lines start with a word and a space. */
function trustOf(text: string): Trust | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return null;
  const isPolicy = lines.some((line) => /^(log|witness|group|quorum)\s/.test(line));
  return isPolicy ? { policy: text } : { vkeys: lines };
}

start();

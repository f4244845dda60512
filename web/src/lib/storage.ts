import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
const cache = new Map<string, { text: string | null; value: unknown }>();

/** Reads a JSON value of this browser; the fallback where there is none or storage is closed. */
export function readStored<T>(key: string, fallback: T): T {
  let text: string | null = null;
  try {
    text = localStorage.getItem(key);
  } catch {
    return fallback;
  }
  const known = cache.get(key);
  if (known && known.text === text) return known.value as T;
  let value: unknown = fallback;
  try {
    if (text !== null) value = JSON.parse(text);
  } catch {
    value = fallback;
  }
  cache.set(key, { text, value });
  return value as T;
}

export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Private mode or a full quota: the value then lives until the next reload only.
    cache.set(key, { text: null, value });
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** State that this browser remembers, the same in every component and tab. */
export function useStored<T>(key: string, fallback: T): [T, (value: T) => void] {
  const value = useSyncExternalStore(subscribe, () => readStored(key, fallback));
  return [value, useCallback((next: T) => writeStored(key, next), [key])];
}

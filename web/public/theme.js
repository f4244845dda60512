// Runs before the first paint, so that a chosen theme never flashes the other one.
try {
  const chosen = JSON.parse(localStorage.getItem('acta.preferences') || '{}');
  if (chosen.theme === 'light' || chosen.theme === 'dark') {
    document.documentElement.dataset.theme = chosen.theme;
  }
  if (chosen.density === 'roomy') document.documentElement.dataset.density = 'roomy';
} catch {
  // Storage is closed to us (private mode): the system's theme stands.
}

// Applies the chosen colours before the first paint; it is a plain script because modules run too late for that.
(() => {
  const chosen = localStorage.getItem("playground-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
})();

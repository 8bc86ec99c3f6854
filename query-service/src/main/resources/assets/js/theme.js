// Sets the reader's theme before the page is painted.

try {
  document.documentElement.dataset.theme = localStorage.getItem("tidemark.theme") === "light" ? "light" : "dark";
} catch {
  document.documentElement.dataset.theme = "dark";
}

// The index of errors: shows those that a pasted message is made of.
document.addEventListener("DOMContentLoaded", () => {
  const place = document.querySelector(".error-search");
  if (!place) return;
  const plain = (text) => text.toLowerCase().replace(/\s+/g, " ").trim();

  // What every message says whatever is filled in, and whatever is added.
  const pieces = (message) => {
    const copy = message.cloneNode(true);
    copy.querySelectorAll(".perhaps, .either, .or").forEach((part) => part.replaceWith("\n"));
    copy.querySelectorAll("em").forEach((part) => part.replaceWith("\n"));
    return copy.textContent.split("\n").map(plain).filter((piece) => piece.length > 2);
  };
  const entries = [...document.querySelectorAll(".faults > li")].map((item) => {
    const message = item.querySelector(".message");
    return { item, text: plain(message.textContent), pieces: pieces(message) };
  });
  const sections = [...document.querySelectorAll("section")].filter((section) =>
    section.querySelector(".faults") && !section.contains(place));

  const weight = (list) => list.reduce((sum, piece) => sum + piece.length, 0);
  const agrees = (entry, query) => {
    if (entry.text.includes(query)) return 1;
    const found = weight(entry.pieces.filter((piece) => query.includes(piece)));
    const words = query.split(" ");
    const said = words.filter((word) => entry.text.includes(word)).length / words.length;
    return Math.max(found > 11 ? found / weight(entry.pieces) : 0, words.length < 6 && said === 1 ? 0.9 : 0);
  };

  const box = document.createElement("textarea");
  box.rows = 2;
  box.placeholder = "ShapeError: (1) Z = W A_prev + b: W is (3, 4), so ...";
  box.setAttribute("aria-label", "The error that you got");
  const count = document.createElement("p");
  count.setAttribute("aria-live", "polite");
  place.append(box, count);

  const show = () => {
    const query = plain(box.value.replace(/^[\w.]*(Error|Warning):/, ""));
    const scores = entries.map((entry) => (query.length < 3 ? 1 : agrees(entry, query)));
    const best = Math.max(...scores);
    const least = query.length < 3 ? 0 : Math.max(0.6, best - 0.15);
    entries.forEach((entry, k) => { entry.item.hidden = scores[k] < least; });
    sections.forEach((section) => {
      section.hidden = !section.querySelector(".faults > li:not([hidden])");
    });
    const left = entries.filter((entry) => !entry.item.hidden).length;
    count.textContent = query.length < 3 ? `${left} errors` : left ? `${left} of ${entries.length}` : "None says that. Fewer words may help.";
  };
  box.addEventListener("input", show);
  show();
});
